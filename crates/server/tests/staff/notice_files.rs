//! What comes with a notice: pictures, attachments, a recording; and the preview of all of it.

use crate::support::{NOW, Place};
use contract::{Attachment, Image, Recording};

const FRONT: &str = "+++
title = \"充电棚\"
summary = \"装好了\"
category = \"safety\"
publisher = \"物业\"
recording = \"files/say.wav\"

[[pictures]]
file = \"files/map.png\"
alt = \"棚子在四号楼北面\"

[[attachments]]
file = \"files/申请表.pdf\"
title = \"申请表\"
+++
";

fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(80u32.to_be_bytes());
    bytes.extend(60u32.to_be_bytes());
    bytes
}

fn wav() -> Vec<u8> {
    let mut bytes = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
    bytes.extend(8000u32.to_le_bytes());
    bytes.extend(8000u32.to_le_bytes());
    bytes.extend(b"\x01\0\x08\0data");
    bytes.extend(16_000u32.to_le_bytes());
    bytes.resize(bytes.len() + 16_000, 128);
    bytes
}

async fn place() -> Place {
    let place = Place::community().await;
    // Only a picture, which says in its alternative what it shows.
    place.file("n.md", FRONT.as_bytes());
    place.file("files/map.png", &png());
    place.file("files/申请表.pdf", b"%PDF-1.7 form");
    place.file("files/say.wav", &wav());
    place
}

#[tokio::test]
async fn a_notice_brings_its_files_and_may_be_only_a_picture() {
    let place = place().await;
    place
        .type_in(&format!("notice publish n.md --now {NOW}"))
        .await
        .unwrap();
    let of = |column: &str| format!("SELECT {column} FROM notices");
    let images: Vec<Image> = serde_json::from_str(&place.text(&of("images")).await).unwrap();
    assert_eq!(
        (images[0].width, images[0].height, images[0].bytes),
        (Some(80), Some(60), Some(24))
    );
    assert_eq!(images[0].alt, "棚子在四号楼北面");
    let attached: Vec<Attachment> = serde_json::from_str(&place.text(&of("attachments")).await).unwrap();
    assert_eq!(
        (attached[0].media_type.as_str(), attached[0].bytes),
        ("application/pdf", 13)
    );
    let recording: Recording = serde_json::from_str(&place.text(&of("recording")).await).unwrap();
    assert_eq!(
        (recording.media_type.as_str(), recording.seconds),
        ("audio/wav", 2)
    );
    let id = attached[0].url.strip_prefix("/v1/files/").unwrap();
    assert_eq!(
        place
            .text(&format!("SELECT name FROM files WHERE id = '{id}'"))
            .await,
        "申请表.pdf"
    );
    // The same files again are stored once.
    place
        .type_in(&format!("notice publish n.md --now {NOW}"))
        .await
        .unwrap();
    assert_eq!(place.number("SELECT COUNT(*) FROM files").await, 2);
    assert_eq!(place.number("SELECT COUNT(*) FROM pictures").await, 1);

    // A text that changes under an old recording is said so.
    let text = format!("{FRONT}新的棚子。\n");
    place.file("text.md", text.as_bytes());
    let id = place.text("SELECT MIN(id) FROM notices").await;
    let said = place
        .type_in(&format!("notice correct {id} text.md --what 补充 --now {NOW}"))
        .await
        .unwrap();
    assert!(
        said.ends_with("1 changes; its recording still says the old text"),
        "{said}"
    );
}

#[tokio::test]
async fn files_that_cannot_come_along_are_refused_with_their_line() {
    let place = place().await;
    place.file("files/run.exe", b"MZ");
    place.file("files/fake.pdf", b"<html><script>");
    place.file("files/fake.mp3", b"%PDF-1.7");
    place.file("secret.pdf", b"%PDF-1.7");
    for (from, to, line, reason) in [
        ("alt = \"棚子在四号楼北面\"\n", "", 9, "needs an alt"),
        ("棚子在四号楼北面", " ", 10, "empty"),
        ("files/map.png", "files/none.png", 9, "cannot be read"),
        ("files/map.png", "files/fake.pdf", 9, "no picture in PNG"),
        (
            "files/申请表.pdf",
            "files/run.exe",
            13,
            "not taken; take one of: pdf",
        ),
        (
            "files/申请表.pdf",
            "files/fake.pdf",
            13,
            "no pdf file, whatever its name says",
        ),
        (
            "files/申请表.pdf",
            "../secret.pdf",
            13,
            "only files in the folder of the notice",
        ),
        (
            "files/申请表.pdf",
            "/etc/passwd",
            13,
            "only files in the folder of the notice",
        ),
        ("files/say.wav", "files/fake.mp3", 6, "no recording in MP3"),
    ] {
        assert!(FRONT.contains(from), "{from}");
        place.file("bad.md", FRONT.replacen(from, to, 1).as_bytes());
        place
            .refuses(&format!("notice publish bad.md --now {NOW}"), &[(line, reason)])
            .await;
    }
    let bare = FRONT.split("[[pictures]]").next().unwrap().to_owned() + "+++\n";
    place.file("bare.md", bare.as_bytes());
    place
        .refuses("notice publish bare.md", &[(8, "no picture with an alt")])
        .await;
}

#[tokio::test]
async fn a_preview_is_no_notice_and_its_files_go_with_it() {
    let place = place().await;
    let said = place
        .type_in(&format!(
            "notice preview n.md --address https://linli.example/ --now {NOW}"
        ))
        .await
        .unwrap();
    let address = said.lines().next().unwrap();
    let id = address.strip_prefix("https://linli.example/notices/").unwrap();
    let token = id.strip_prefix("preview-").unwrap();
    assert!(
        token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit()),
        "{id}"
    );
    // The address itself is written nowhere.
    assert!(
        !place
            .text("SELECT token_hash || notice FROM notice_previews")
            .await
            .contains(token)
    );
    assert_eq!(place.number("SELECT COUNT(*) FROM notices").await, 0);
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM files WHERE expires_at IS NULL")
            .await,
        0
    );
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM pictures WHERE expires_at IS NULL")
            .await,
        0
    );
    let again = place
        .type_in(&format!("notice preview n.md --now {NOW}"))
        .await
        .unwrap();
    assert_ne!(again.lines().next().unwrap().trim_start_matches("/notices/"), id);
    place.file("bad.md", FRONT.replace("safety", "weather").as_bytes());
    place.refuses("notice preview bad.md", &[(4, "not one of")]).await;
    // Published, what it shares with a preview stays for good, also when the preview is made again.
    place
        .type_in(&format!("notice publish n.md --now {NOW}"))
        .await
        .unwrap();
    place
        .type_in(&format!("notice preview n.md --now {NOW}"))
        .await
        .unwrap();
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM files WHERE expires_at IS NOT NULL")
            .await,
        0
    );
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM pictures WHERE expires_at IS NOT NULL")
            .await,
        0
    );
}
