//! Pictures of options: read from beside the poll's file, stored once, refused with their line.

use crate::support::{NOW, Place};

const POLL: &str = r#"title = "长椅"
about = "放哪里"
opens_at = "-1d 09:00"
closes_at = "+5d 20:00"
secrecy = "anonymous"
unit = "person"
results = "after_close"
tie_rule = "earlier_listed"

[[questions]]
title = "放哪里？"
method = { kind = "single" }
[[questions.options]]
label = "花坛"
image = "pictures/bed.png"
alt = "圆花坛"
[[questions.options]]
label = "门口"
image = "pictures/gate.jpg"
alt = "大门"
[[questions.options]]
label = "都行"
"#;

fn png(width: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(60u32.to_be_bytes());
    bytes
}

fn open() -> String {
    format!("poll open polls/poll.toml --now {NOW}")
}

#[tokio::test]
async fn options_have_pictures_with_their_size_and_each_is_stored_once() {
    let place = Place::community().await;
    place.file("polls/poll.toml", POLL.as_bytes());
    place.file("polls/pictures/bed.png", &png(80));
    place.file("polls/pictures/gate.jpg", &png(80));
    place.type_in(&open()).await.unwrap();
    place.type_in(&open()).await.unwrap();
    let questions: Vec<contract::Question> =
        serde_json::from_str(&place.text("SELECT questions FROM polls").await).unwrap();
    let images: Vec<_> = questions[0].options.iter().map(|o| o.image.as_ref()).collect();
    let bed = images[0].unwrap();
    assert_eq!(
        (bed.alt.as_str(), bed.width, bed.height),
        ("圆花坛", Some(80), Some(60))
    );
    // What a picture is says its content and not its name.
    assert_eq!(images[1].unwrap().url, bed.url);
    assert_eq!(images[2], None);
    let id = bed.url.strip_prefix("/v1/pictures/").unwrap();
    assert_eq!(place.number("SELECT COUNT(*) FROM pictures").await, 1);
    assert_eq!(place.text("SELECT id FROM pictures").await, id);
    assert_eq!(place.text("SELECT media_type FROM pictures").await, "image/png");
}

#[tokio::test]
async fn what_cannot_be_shown_is_refused_with_its_line_and_nothing_is_applied() {
    let place = Place::community().await;
    place.file("polls/pictures/gate.jpg", &png(80));
    let mut large = png(80);
    large.resize(300_001, 0);
    for (bytes, reason) in [
        (
            Some(&b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"[..]),
            "no picture in PNG, JPEG or WebP",
        ),
        (Some(b"<html>"), "no picture"),
        (Some(b""), "no picture"),
        (Some(&large), "301 kB; at most 300 kB"),
        (Some(&png(9000)), "9000 × 60 pixels"),
        (Some(b"\xff\xd8\xff\xe0"), "damaged"),
        (None, "pictures/bed.png: cannot be read"),
    ] {
        match bytes {
            Some(bytes) => drop(place.file("polls/pictures/bed.png", bytes)),
            None => std::fs::remove_file(place.dir.join("polls/pictures/bed.png")).unwrap(),
        }
        place.file("polls/poll.toml", POLL.as_bytes());
        place.refuses(&open(), &[(15, reason)]).await;
    }
    place.file("polls/pictures/bed.png", &png(80));
    for (from, to, line, reason) in [
        ("alt = \"圆花坛\"\n", "", 15, "a picture needs an alt"),
        ("alt = \"圆花坛\"", "alt = \" \"", 16, "empty"),
        (
            "image = \"pictures/bed.png\"\n",
            "",
            15,
            "an alt without an image",
        ),
    ] {
        place.file("polls/poll.toml", POLL.replacen(from, to, 1).as_bytes());
        place.refuses(&open(), &[(line, reason)]).await;
    }
    // A folder is no picture, whatever it is called.
    place.file(
        "polls/poll.toml",
        POLL.replace("pictures/bed.png", "pictures").as_bytes(),
    );
    place.refuses(&open(), &[(15, "cannot be read")]).await;
    assert_eq!(place.number("SELECT COUNT(*) FROM pictures").await, 0);
}
