//! Graceful shutdown on Ctrl-C or when the terminal closes.

/// Calls `stop` on Ctrl-C, or when the terminal is closed. If the program does not end, a second
/// Ctrl-C ends it at once.
pub(crate) fn end_on_ctrl_c(stop: impl Fn() + Send + 'static) {
    let mut is_second = false;
    let end = move || {
        if std::mem::replace(&mut is_second, true) {
            #[expect(clippy::exit, reason = "what this thread cannot end otherwise, has hung")]
            std::process::exit(130);
        }
        stop();
    };
    // Where it cannot be set, Ctrl-C ends the program as it always does.
    let _ = ctrlc::set_handler(end);
}
