//! Whatever staff publish can be found, with nothing more to do.

use crate::support::{NOW, Place};

const WATER: &str = "+++
id = \"water\"
title = \"停水通知\"
summary = \"早上停\"
category = \"utilities\"
publisher = \"物业\"
+++
**一号楼**先停，见[说明](https://example.org/secret-path)。

%%% plain
先存水。
";

const RAIL: &str = r#"id = "rail"
title = "扶手"
about = "右边也要"

[[stages]]
kind = "discussing"
from = "-9d 09:00"
"#;

#[tokio::test]
async fn what_staff_publish_is_indexed_and_what_they_change_anew() {
    let place = Place::community().await;
    let found = async |sql: &str| {
        server::search::catch_up(&place.db).await.unwrap();
        place.texts(sql).await
    };
    place.file("water.md", WATER.as_bytes());
    place
        .type_in(&format!("notice publish water.md --now {NOW}"))
        .await
        .unwrap();
    place.file("rail.toml", RAIL.as_bytes());
    place
        .type_in(&format!("matter publish rail.toml --now {NOW}"))
        .await
        .unwrap();
    assert_eq!(
        found("SELECT kind || ' ' || id FROM findable ORDER BY 1").await,
        ["matter rail", "notice water"]
    );
    assert_eq!(
        found("SELECT title || '|' || body FROM findable WHERE id = 'water'").await,
        ["停水通知|早上停 先存水。 一号楼先停，见说明。"]
    );
    place.file("rail.toml", RAIL.replace("右边也要", "两边都要").as_bytes());
    place
        .type_in(&format!("matter publish rail.toml --now {NOW}"))
        .await
        .unwrap();
    assert_eq!(
        found("SELECT body FROM findable WHERE id = 'rail'").await,
        ["两边都要"]
    );
    // What is refused is not there either.
    place.file(
        "bad.md",
        WATER
            .replace("utilities", "weather")
            .replace("water", "bad")
            .as_bytes(),
    );
    assert!(
        place
            .type_in(&format!("notice publish bad.md --now {NOW}"))
            .await
            .is_err()
    );
    assert!(found("SELECT id FROM findable WHERE id = 'bad'").await.is_empty());
}
