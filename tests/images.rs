//! What is published of images: nothing that a camera wrote, and everything that a browser shows.
//!
//! The files in `images/` hold the word SECRET wherever a program could have written it: an Exif
//! block with a place, XMP, comments, private data, a second photo after the end. That browsers
//! show the published ones as they show these is tested in `browser/photos.test.js`.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use wellread_content::Sources;
use wellread_model::Diagnostic;
use wellread_site::image::{ImageFormat, Inspection, dimensions, inspect};
use wellread_site::{BuildCache, Content, build};

use crate::{build_site, repository, sources, today};

/// The files in `images/` by name.
fn images() -> Vec<(String, Vec<u8>)> {
    let files = crate::files_below(&repository().join("tests/images"), "");
    let named = |file: std::path::PathBuf| {
        (file.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(&file).unwrap())
    };
    files.into_iter().map(named).collect()
}

fn image(name: &str) -> Vec<u8> {
    images().into_iter().find(|(other, _)| other == name).unwrap().1
}

/// What is published of a file by itself.
fn published(file: &[u8]) -> Vec<u8> {
    inspect(file).pieces.map_or_else(|| file.to_vec(), |pieces| pieces.join(file))
}

fn holds(file: &[u8], text: &[u8]) -> bool {
    file.windows(text.len()).any(|part| part == text)
}

/// The files of the site made of these, and what the build says.
fn built(
    files: &[(&str, &[u8])],
) -> (std::collections::BTreeMap<String, Vec<u8>>, Vec<Diagnostic>) {
    let files = files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()));
    let settings = b"title = \"Hub\"\nbase_url = \"https://hub.test/\"\n".to_vec();
    let settings = ("site.toml".to_owned(), settings);
    let checked = build_site(&sources([settings].into_iter().chain(files)), today());
    (checked.value.map(|output| output.files).unwrap_or_default(), checked.diagnostics)
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|one| one.code).collect()
}

#[test]
fn nothing_that_a_camera_wrote_is_published() {
    for (name, file) in images() {
        assert!(holds(&file, b"SECRET"), "{name}");
        let clean = published(&file);
        assert!(!holds(&clean, b"SECRET"), "{name}");
        assert!(!holds(&clean, b"xmpmeta") && !holds(&clean, b"2026:11:20"), "{name}");
        let found = inspect(&file);
        assert!(!found.is_cut_off, "{name}");
        // What was cleaned is clean.
        let again = inspect(&clean);
        assert_eq!((again.pieces, again.is_cut_off), (None, false), "{name}");
        assert_eq!(dimensions(&clean), dimensions(&file), "{name}");
    }
}

#[test]
fn colors_and_orientation_stay() {
    let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let jpeg = published(&image("turned.jpg"));
    assert!(holds(&jpeg, b"ICC_PROFILE\0") && holds(&jpeg, exif));
    let png = published(&image("turned.png"));
    assert!(holds(&png, b"iCCP") && holds(&png, b"eXIf") && holds(&png, &exif[6..]));
    let webp = published(&image("turned.webp"));
    assert!(holds(&webp, b"ICCP") && holds(&webp, b"EXIF") && holds(&webp, &exif[6..]));
    assert!(holds(&published(&image("turned.avif")), b"irot"));
    assert!(holds(&published(&image("moving.gif")), b"NETSCAPE2.0"));
    // Upright: 24 pixels wide.
    for name in ["turned.jpg", "turned.png", "turned.avif"] {
        let size = dimensions(&image(name)).unwrap();
        assert_eq!((size.width, size.height), (24, 40), "{name}");
    }
}

#[test]
fn an_image_without_metadata_stays_byte_for_byte() {
    for (name, file) in images() {
        let clean = published(&file);
        let site = built(&[("static/a", &clean)]).0;
        assert_eq!(site["a"], clean, "{name}");
    }
}

#[test]
fn images_are_clean_wherever_they_come_from() {
    let photo = image("turned.jpg");
    let article = b"---\ntitle: A\n---\n![A room](p.jpg)\n\n![A room](/s.jpg)\n";
    let (site, diagnostics) = built(&[
        ("content/articles/a/index.md", article),
        ("content/articles/a/p.jpg", &photo),
        ("static/s.jpg", &photo),
        // Also under a name that says nothing, or something else.
        ("static/photo", &photo),
        ("static/photo.png", &photo),
        ("themes/default/static/t.jpg", &photo),
    ]);
    assert_eq!(codes(&diagnostics), Vec::<&str>::new());
    let photos: Vec<_> = site.iter().filter(|(_, file)| file.starts_with(b"\xff\xd8")).collect();
    assert_eq!(photos.len(), 5);
    assert!(photos.iter().all(|(_, file)| !holds(file, b"SECRET")));
    let page = String::from_utf8_lossy(&site["articles/a/index.html"]);
    assert_eq!(page.matches("width=\"24\" height=\"40\"").count(), 2);
}

#[test]
fn staff_may_publish_images_of_static_as_they_are() {
    let photo = image("turned.jpg");
    let settings = b"title = \"Hub\"\nbase_url = \"https://hub.test/\"\n[check]\naccept = [\"picture-metadata\"]\n";
    let article = b"---\ntitle: A\n---\n![A room](p.jpg)\n";
    let files: [(&str, &[u8]); 4] = [
        ("site.toml", settings),
        ("static/s.jpg", &photo),
        ("content/articles/a/index.md", article),
        ("content/articles/a/p.jpg", &photo),
    ];
    let (site, diagnostics) = built(&files);
    assert_eq!(codes(&diagnostics), Vec::<&str>::new());
    assert_eq!(site["s.jpg"], photo);
    assert!(!holds(&site["articles/a/p.jpg"], b"SECRET"));
    // Without any such image, it is accepted in vain.
    assert_eq!(codes(&built(&files[..1]).1), ["unused-acceptance"]);
}

#[test]
fn a_rebuild_makes_only_changed_images_again() {
    let hub = |photo: &[u8], other: &[u8]| {
        let article = b"---\ntitle: A\n---\n![A room](p.jpg)\n";
        let files: [(&str, &[u8]); 3] = [
            ("content/articles/a/index.md", article),
            ("content/articles/a/p.jpg", photo),
            ("static/other.png", other),
        ];
        sources(files.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())))
    };
    let mut cache = BuildCache::for_rebuilding();
    let mut rebuild = |sources: Sources| {
        let emit = |_: &str, content: Content| content.into_shared();
        build(&sources, today(), &mut cache, &emit).value.unwrap().files
    };
    let (jpeg, png) = (image("turned.jpg"), image("turned.png"));
    let first = rebuild(hub(&jpeg, &png));
    let mut changed = png.clone();
    changed.extend(b"SECRET again");
    // Other bytes with the same published ones, and then another image.
    let second = rebuild(hub(&jpeg, &changed));
    let third = rebuild(hub(&image("turned.webp"), &png));
    assert!(Arc::ptr_eq(&first["articles/a/p.jpg"], &second["articles/a/p.jpg"]));
    assert!(!Arc::ptr_eq(&first["other.png"], &second["other.png"]));
    assert_eq!(first["other.png"], second["other.png"]);
    for (path, bytes) in build_site(&hub(&image("turned.webp"), &png), today()).value.unwrap().files
    {
        assert!(bytes == *third[&path], "{path}");
    }
}

#[test]
fn an_image_that_is_cut_off_is_reported_and_not_made_shorter() {
    for (name, file) in images() {
        let clean = published(&file);
        for length in [clean.len() / 2 + 40, clean.len() - 50] {
            let part = &clean[..length];
            let found = inspect(part);
            assert!(found.is_cut_off, "{name} of {length} bytes");
            // The flags of WebP no longer announce what is gone.
            assert_eq!(published(part).len(), length, "{name}");
            let path = format!("static/{name}");
            let diagnostics = built(&[(&path, part)]).1;
            assert_eq!(codes(&diagnostics), ["damaged-picture"], "{name}");
        }
    }
}

#[test]
fn a_large_image_is_reported_with_its_size() {
    let large = |length: usize| {
        let mut photo = image("turned.jpg");
        // Data of a scan, as long as anyone likes.
        let end = photo.windows(2).rposition(|pair| pair == b"\xff\xd9").unwrap();
        photo.truncate(end);
        photo.resize(length - 2, 7);
        photo.extend(b"\xff\xd9");
        photo
    };
    let article = b"---\ntitle: A\n---\n\n![A room](p.jpg)\n\n![Again](p.jpg)\n";
    let build = |length| {
        let photo = large(length);
        built(&[("content/articles/a/index.md", article), ("content/articles/a/p.jpg", &photo)]).1
    };
    assert_eq!(codes(&build(500_000)), Vec::<&str>::new());
    let diagnostics = build(2_480_000);
    assert_eq!(codes(&diagnostics), ["large-picture"]);
    assert!(diagnostics[0].message.contains("`p.jpg` is 2.5 MB"), "{}", diagnostics[0].message);
    // Where it is used, so that this page can accept it.
    let place = diagnostics[0].place.as_ref().unwrap();
    assert_eq!(place.file.as_str(), "content/articles/a/index.md");
    let in_static = built(&[("static/p.jpg", &large(600_000))]).1;
    assert_eq!(in_static[0].place.as_ref().unwrap().file.as_str(), "static/p.jpg");
    // Other files may be as large as they need to be.
    assert_eq!(
        codes(&built(&[("static/a.pdf", &[b"%PDF-1.7", &[b' '; 900_000][..]].concat())]).1),
        Vec::<&str>::new()
    );
}

/// A box of an MP4 file.
fn mp4_box(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).unwrap();
    [&length.to_be_bytes()[..], kind, content].concat()
}

#[test]
fn a_video_that_says_where_it_was_recorded_is_reported() {
    let ftyp = mp4_box(b"ftyp", b"mp42\0\0\0\0mp42isom");
    let keys = b"\0\0\0\0\0\0\0\x01\0\0\0\x2cmdtacom.apple.quicktime.location.ISO6709";
    let place = mp4_box(b"\xa9xyz", b"\0\x12\x15\xc7+39.7392-104.9903/");
    let meta = mp4_box(b"meta", &[&[0; 4], &*mp4_box(b"keys", keys)].concat());
    let apple = mp4_box(b"meta", &mp4_box(b"keys", keys));
    let phone = mp4_box(b"loci", b"\0\0\0\0\x15\xc7\0\0");
    let film =
        |inside: &[u8]| [&*ftyp, &mp4_box(b"mdat", b"data"), &mp4_box(b"moov", inside)].concat();
    let track = |inside: &[u8]| film(&mp4_box(b"trak", inside));
    let user_data = |inside: &[u8]| mp4_box(b"udta", inside);
    let film_alone = mp4_box(b"moov", &user_data(&place));
    for (name, file) in [
        ("a.mp4", film(&user_data(&place))),
        ("a.MOV", film(&apple)),
        ("b.mov", film(&user_data(&meta))),
        ("c.m4v", film(&meta)),
        ("a.3gp", track(&user_data(&phone))),
        // The film may come before the data, and at the end without a length.
        ("d.mp4", [&ftyp[..], b"\0\0\0\0moov", &user_data(&place)].concat()),
        // Long data has its length in eight bytes.
        ("e.mp4", [&ftyp[..], b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x14data", &film_alone].concat()),
    ] {
        let path = format!("static/{name}");
        let (site, diagnostics) = built(&[(&path, &file)]);
        // Some of these are of formats that browsers do not play, which is another matter.
        assert!(codes(&diagnostics).contains(&"place-in-video"), "{name}");
        assert_eq!(site[name], file);
    }
    // Neither another note, nor a film about a place.
    let other = mp4_box(b"\xa9nam", b"\0\x04\x15\xc7loci");
    for file in [film(&user_data(&other)), [&*ftyp, &mp4_box(b"mdat", &place)].concat()] {
        assert_eq!(codes(&built(&[("static/a.mp4", &file)]).1), Vec::<&str>::new());
    }
}

#[test]
fn an_image_of_another_kind_than_its_name_says_is_reported() {
    let heic = mp4_box(b"ftyp", b"heic\0\0\0\0mif1heic");
    let page = b"<!doctype html><title>Sign in</title>";
    for (name, file, code) in [
        ("a.jpg", &heic[..], "picture-format"),
        ("a.png", b"II*\0\x08\0\0\0", "picture-format"),
        ("a.HEIC", &heic, "picture-format"),
        ("a.tif", b"anything", "picture-format"),
        ("b.jpg", page, "damaged-picture"),
        ("c.jpg", b"", "damaged-picture"),
        ("d.jpg", b"%PDF-1.7 and so on", "damaged-picture"),
        ("e.jpg", &[0; 5000], "damaged-picture"),
    ] {
        let path = format!("static/{name}");
        assert_eq!(codes(&built(&[(&path, file)]).1), [code], "{name}");
    }
    for (name, file) in [("a.jpg", &image("turned.webp")[..]), ("a.txt", page), ("b", &heic)] {
        let path = format!("static/{name}");
        assert_eq!(codes(&built(&[(&path, file)]).1), Vec::<&str>::new(), "{name}");
    }
}

proptest! {
    #[test]
    fn no_damage_confuses_it(
        index in 0..5_usize,
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        end in any::<prop::sample::Index>(),
    ) {
        let (name, mut file) = images().swap_remove(index);
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        file.truncate(end.index(file.len()) + 1);
        let Inspection { format, pieces, .. } = inspect(&file);
        let clean = pieces.map_or_else(|| file.clone(), |pieces| pieces.join(&file));
        // Only JPEG's header and WebP's flags are ever written, and both are there before.
        prop_assert!(clean.len() <= file.len(), "{}", name);
        let again = inspect(&clean);
        prop_assert!(again.format == format || clean.len() < 4, "{}", name);
        prop_assert_eq!(again.pieces.map(|pieces| pieces.join(&clean)).unwrap_or(clean.clone()), clean);
        let _ = dimensions(&file);
    }

    #[test]
    fn no_text_confuses_it(start in 0..8_usize, rest in vec(any::<u8>(), 0..300)) {
        let starts: [&[u8]; 8] = [
            b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\xff\0\0\0WEBP",
            b"\0\0\0\x10ftypavif\0\0\0\0", b"\0\0\0\x10ftypmp42\0\0\0\0", b"<svg><metadata", b"\0\0\0\x01moov",
        ];
        let file = [starts[start], &rest].concat();
        let found = inspect(&file);
        prop_assert!(start != 0 || found.format == Some(ImageFormat::Jpeg));
        prop_assert!(found.pieces.is_none_or(|pieces| pieces.join(&file).len() <= file.len() + 40));
        let _ = dimensions(&file);
    }
}

#[test]
fn a_file_that_is_not_what_its_name_says_is_reported() {
    let photo = [mp4_box(b"ftyp", b"heic\0\0\0\0mif1heic"), vec![0; 40]].concat();
    let word = [&b"PK\x03\x04"[..], &[0; 40], b"word/document.xml"].concat();
    let film = [mp4_box(b"ftyp", b"mp42\0\0\0\0mp42isom"), mp4_box(b"mdat", &[7; 40])].concat();
    let old_word = [&b"\xd0\xcf\x11\xe0"[..], &[0; 40]].concat();
    let page = b"<!DOCTYPE html><title>Sign in to see this file</title>";
    let mpeg = [&b"\xff\xfb\x90\x64"[..], &[0; 40]].concat();
    for (name, file, says) in [
        ("empty.pdf", &b""[..], "`empty.pdf` is empty"),
        ("word.pdf", &word, "`word.pdf` is a Word document in spite of its name"),
        ("old.pdf", &old_word, "one with a password"),
        ("photo.pdf", &photo, "`photo.pdf` is a picture"),
        ("page.docx", page, "`page.docx` is a web page"),
        ("noise.xlsx", &[7; 40], "damaged, or no .xlsx file"),
        ("pdf.doc", b"%PDF-1.7 and what follows, a page or two", "`pdf.doc` is a PDF file"),
        ("empty.mp4", b"", "`empty.mp4` is empty"),
        ("page.mp3", page, "`page.mp3` is a web page"),
        ("soon.pdf", b"To come", "`soon.pdf` is a plain text in spite of its name"),
        ("letter.docx", "Année".as_bytes(), "`letter.docx` is a plain text"),
    ] {
        let (_, found) = built(&[(&format!("static/{name}"), file)]);
        assert_eq!(codes(&found), ["damaged-media"], "{name}");
        assert!(found[0].message.contains(says), "{}", found[0].message);
    }
    for (name, file) in [
        ("a.pdf", &b"\n\n%PDF-1.4 with empty lines before it, which is read"[..]),
        ("a.docx", &word),
        ("a.doc", &old_word),
        ("rtf.doc", b"{\\rtf1 What old programs save as .doc, and Word opens"),
        ("a.mp4", &film),
        ("a.m4a", &film),
        // Browsers go by the content.
        ("film.webm", &film),
        ("a.mp3", &mpeg),
        ("soon.mp3", b"To come"),
        ("a.txt", b"Whatever it is"),
    ] {
        let (_, found) = built(&[(&format!("static/{name}"), file)]);
        assert_eq!(codes(&found), Vec::<&str>::new(), "{name}");
    }
}

#[test]
fn an_image_with_a_script_is_reported() {
    let script = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let found = built(&[("static/map.svg", script)]).1;
    assert_eq!(codes(&found), ["picture-with-script"]);
    let plain = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>";
    assert_eq!(codes(&built(&[("static/map.svg", plain)]).1), Vec::<&str>::new());
}

#[test]
fn a_file_that_hosts_refuse_is_reported() {
    let film =
        [mp4_box(b"ftyp", b"mp42\0\0\0\0mp42isom"), mp4_box(b"mdat", &[7; 26_300_000])].concat();
    let found = built(&[("static/a.mp4", &film)]).1;
    assert_eq!(codes(&found), ["large-file"]);
    assert!(found[0].message.contains("`a.mp4` is 26 MB"), "{}", found[0].message);
    let smaller = &film[..25_000_000];
    assert_eq!(codes(&built(&[("static/a.mp4", smaller)]).1), Vec::<&str>::new());
}

#[test]
fn a_video_that_browsers_do_not_play_is_reported() {
    let entry = [&[0, 0, 0, 0, 0, 0, 0, 1][..], &mp4_box(b"hvc1", &[0; 8])].concat();
    let table = mp4_box(b"stbl", &mp4_box(b"stsd", &entry));
    let media = mp4_box(b"mdia", &mp4_box(b"minf", &table));
    let film = |media: &[u8]| {
        [mp4_box(b"ftyp", b"mp42\0\0\0\0mp42isom"), mp4_box(b"moov", &mp4_box(b"trak", media))]
            .concat()
    };
    for (name, file, expected) in [
        ("a.mp4", film(&media), &["media-format"][..]),
        ("a.mov", film(b""), &["media-format"]),
        ("a.wmv", b"x".to_vec(), &["media-format"]),
        ("b.mp4", film(b""), &[]),
    ] {
        assert_eq!(codes(&built(&[(&format!("static/{name}"), &file)]).1), expected, "{name}");
    }
}
