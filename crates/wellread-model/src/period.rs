//! A period of time as staff write it: `6 months`.

use crate::Date;

/// A whole number of days, weeks, months or years.
///
/// # Examples
/// ```
/// use wellread_model::{Date, Period, PeriodUnit};
///
/// let period = Period { number: 6, unit: PeriodUnit::Month };
/// let due = period.after(Date::constant(2026, 8, 31));
/// assert_eq!(due, Some(Date::constant(2027, 2, 28)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// How many; from 1 to 1,000.
    pub number: u16,
    /// What is counted.
    pub unit: PeriodUnit,
}

/// A unit of a [`Period`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodUnit {
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

impl Period {
    /// The day that is this long after another. `None` after the year 9999.
    #[must_use]
    pub fn after(self, day: Date) -> Option<Date> {
        let number = i64::from(self.number);
        let span = match self.unit {
            PeriodUnit::Day => jiff::Span::new().try_days(number),
            PeriodUnit::Week => jiff::Span::new().try_weeks(number),
            PeriodUnit::Month => jiff::Span::new().try_months(number),
            PeriodUnit::Year => jiff::Span::new().try_years(number),
        };
        day.checked_add(span.ok()?).ok()
    }
}
