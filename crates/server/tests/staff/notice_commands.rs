//! What staff do with notices that stand: corrected, withdrawn, pinned, over; many at once; who has read and who asks.

use crate::support::{NOW, Place};
use contract::{Correction, NoticePart};

const WATER: &str = "+++
id = \"water\"
title = \"停水\"
summary = \"早上停\"
category = \"utilities\"
publisher = \"物业\"
published_at = \"-1d 16:00\"
valid_until = \"+2d 18:00\"
buildings = [\"1号楼\"]

[event]
starts_at = \"+1d 08:30\"
+++
一号楼停水。

请接水。

有事打电话。
";

async fn published() -> Place {
    let place = Place::community().await;
    place.file("water.md", WATER.as_bytes());
    place
        .type_in(&format!("notice publish water.md --now {NOW}"))
        .await
        .unwrap();
    place
}

async fn fails(place: &Place, line: &str, reason: &str) {
    let before = place.dump().await;
    let error = place.type_in(line).await.expect_err(line);
    assert!(format!("{error:#}").contains(reason), "{line}: {error:#}");
    assert_eq!(place.dump().await, before, "{line} changed something");
}

#[tokio::test]
async fn a_correction_tells_what_stood_there_and_what_stands_there_now() {
    let place = published().await;
    let later = "2026-11-22T13:00:00Z";
    let line = format!("notice correct water after.md --what 日子错了 --now {later}");
    place.file("after.md", WATER.as_bytes());
    place.refuses(&line, &[(1, "says exactly this already")]).await;
    let after = WATER
        .replace("+1d 08:30", "+2d 08:30")
        .replace("请接水。", "请接两天的水。")
        .replace("有事打电话。\n", "有事打电话。\n\n送水车九点到。\n");
    place.file("after.md", after.as_bytes());
    let said = place.type_in(&line).await.unwrap();
    assert_eq!(said, "notice water is corrected: 3 changes");
    let corrections: Vec<Correction> =
        serde_json::from_str(&place.text("SELECT corrections FROM notices").await).unwrap();
    assert_eq!(
        (corrections.len(), corrections[0].at.to_string().as_str()),
        (1, later)
    );
    assert_eq!(corrections[0].what, "日子错了");
    let changes: Vec<_> = corrections[0]
        .changes
        .iter()
        .map(|c| (c.part, c.was.as_deref(), c.now.as_deref()))
        .collect();
    assert_eq!(
        changes,
        [
            (
                NoticePart::Event,
                Some("2026-11-23 08:30"),
                Some("2026-11-24 08:30")
            ),
            (NoticePart::Body, Some("请接水。"), Some("请接两天的水。")),
            (NoticePart::Body, None, Some("送水车九点到。")),
        ]
    );
    assert_eq!(
        place
            .number("SELECT corrected_at - updated_at FROM notices")
            .await,
        0
    );
    // When it appeared stays what it was.
    place.file(
        "after.md",
        WATER
            .replace("-1d 16:00", "+0d 09:00")
            .replace("早上停", "全天停")
            .as_bytes(),
    );
    let before = place.number("SELECT published_at FROM notices").await;
    place.type_in(&line).await.unwrap();
    assert_eq!(place.number("SELECT published_at FROM notices").await, before);
    let corrections: Vec<Correction> =
        serde_json::from_str(&place.text("SELECT corrections FROM notices").await).unwrap();
    assert_eq!(corrections.len(), 2);

    // A mistake in the new file is refused with its line, and the old text stands.
    place.file("bad.md", WATER.replace("utilities", "weather").as_bytes());
    place
        .refuses("notice correct water bad.md --what x", &[(5, "not one of")])
        .await;
    place.file("other.md", WATER.replace("\"water\"", "\"fire\"").as_bytes());
    place
        .refuses("notice correct water other.md --what x", &[(2, "not water")])
        .await;
    place.file(
        "over.md",
        WATER
            .replace("publisher", "withdrawn = \"x\"\npublisher")
            .as_bytes(),
    );
    place
        .refuses("notice correct water over.md --what x", &[(6, "notice withdraw")])
        .await;
    fails(
        &place,
        "notice correct none water.md --what x",
        "no notice with the id none",
    )
    .await;
}

#[tokio::test]
async fn a_notice_is_withdrawn_pinned_and_over() {
    let place = published().await;
    let at = format!("--now {NOW}");
    place.type_in(&format!("notice pin water {at}")).await.unwrap();
    assert_eq!(place.number("SELECT pinned FROM notices").await, 1);
    place.type_in(&format!("notice unpin water {at}")).await.unwrap();
    assert_eq!(place.number("SELECT pinned FROM notices").await, 0);
    place.type_in(&format!("notice expire water {at}")).await.unwrap();
    let now = contract::Timestamp::parse(NOW).unwrap().millis();
    assert_eq!(place.number("SELECT valid_until FROM notices").await, now);
    fails(
        &place,
        &format!("notice expire water {at}"),
        "is over since 2026-11-22 20:00",
    )
    .await;
    fails(&place, &format!("notice pin water {at}"), "no longer in force").await;
    place
        .type_in(&format!("notice withdraw water --reason 改期 {at}"))
        .await
        .unwrap();
    assert_eq!(place.text("SELECT withdrawn FROM notices").await, "改期");
    assert_eq!(place.number("SELECT updated_at FROM notices").await, now);
    fails(
        &place,
        "notice withdraw water --reason again",
        "withdrawn already",
    )
    .await;
    fails(&place, "notice correct water water.md --what x", "is withdrawn").await;
    fails(
        &place,
        "notice withdraw none --reason x",
        "no notice with the id none",
    )
    .await;
}

#[tokio::test]
async fn what_is_due_is_listed_and_can_still_be_taken_back() {
    let place = published().await;
    let at = format!("--now {NOW}");
    place.file(
        "later.md",
        WATER
            .replace("water", "later")
            .replace("-1d 16:00", "+1d 07:00")
            .as_bytes(),
    );
    let said = place
        .type_in(&format!("notice publish later.md {at}"))
        .await
        .unwrap();
    assert_eq!(said, "notice later will appear at 2026-11-23 07:00");
    let said = place.type_in(&format!("notice schedule {at}")).await.unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines,
        [
            "2026-11-23 07:00  appears  later  停水",
            "2026-11-24 18:00  is over  later  停水",
            "2026-11-24 18:00  is over  water  停水",
        ]
    );
    // Nobody has read it, so a change of it is no correction. Without a time in the file it appears when it was to appear.
    place.file(
        "later.md",
        WATER
            .replace("water", "later")
            .replace("published_at = \"-1d 16:00\"\n", "")
            .replace("停水。", "不停水。")
            .as_bytes(),
    );
    let said = place
        .type_in(&format!("notice correct later later.md --what x {at}"))
        .await
        .unwrap();
    assert_eq!(
        said,
        "notice later is corrected: 1 changes; it will appear at 2026-11-23 07:00"
    );
    assert_eq!(
        place
            .text("SELECT corrections FROM notices WHERE id = 'later'")
            .await,
        "[]"
    );
    let said = place
        .type_in(&format!("notice withdraw later --reason x {at}"))
        .await
        .unwrap();
    assert_eq!(said, "notice later will not appear");
    assert_eq!(place.number("SELECT COUNT(*) FROM notices").await, 1);
    assert_eq!(place.number("SELECT COUNT(*) FROM notice_audience").await, 1);
}

#[tokio::test]
async fn a_notice_that_has_not_appeared_can_be_given_another_time() {
    let place = Place::community().await;
    let at = format!("--now {NOW}");
    let file = |when: &str| WATER.replace("-1d 16:00", when);
    place.file("n.md", file("+1d 07:00").as_bytes());
    place.type_in(&format!("notice publish n.md {at}")).await.unwrap();
    let correct = async |when: &str, now: &str| {
        place.file("n.md", file(when).as_bytes());
        place
            .type_in(&format!("notice correct water n.md --what x --now {now}"))
            .await
    };
    let shown_from = async || {
        let of_notice = place.number("SELECT published_at FROM notices").await;
        // The list of a building's notices is in the order of its own column.
        let of_audience = place.number("SELECT published_at FROM notice_audience").await;
        assert_eq!(of_notice, of_audience);
        contract::Timestamp::from_millis(of_notice).to_string()
    };
    for (when, words, time) in [
        ("+2d 09:00", "2026-11-24 09:00", "2026-11-24T01:00:00Z"),
        ("+0d 20:01", "2026-11-22 20:01", "2026-11-22T12:01:00Z"),
    ] {
        let said = correct(when, NOW).await.unwrap();
        assert_eq!(
            said,
            format!("notice water is corrected: 0 changes; it will appear at {words}")
        );
        assert_eq!(shown_from().await, time);
    }
    // Nobody learns that it was to appear at another time.
    assert_eq!(place.text("SELECT corrections FROM notices").await, "[]");
    let not_updated = "SELECT COUNT(*) FROM notices WHERE updated_at IS NULL";
    assert_eq!(place.number(not_updated).await, 1);
    // It must still be before its end.
    place.file("n.md", file("+9d 09:00").as_bytes());
    place
        .refuses(
            &format!("notice correct water n.md --what x {at}"),
            &[(8, "not after published_at")],
        )
        .await;
    // A time that has passed is now: nobody could read it yesterday.
    let said = correct("-1d 16:00", NOW).await.unwrap();
    assert_eq!(said, "notice water is corrected: 0 changes; it is published");
    assert_eq!(shown_from().await, NOW);
    // Once it has appeared its time stays.
    let error = correct("+2d 09:00", "2026-11-22T12:05:00Z")
        .await
        .expect_err("moved");
    assert!(format!("{error:#}").contains("1 line is refused"), "{error:#}");
    assert_eq!(shown_from().await, NOW);
}

#[tokio::test]
async fn a_folder_is_imported_whole_or_not_at_all() {
    let place = Place::community().await;
    let one = WATER.replace(
        "[event]",
        "related = [{ kind = \"notice\", id = \"fire\" }]\n[event]",
    );
    place.file("many/a.md", one.as_bytes());
    place.file("many/b.md", WATER.replace("\"water\"", "\"fire\"").as_bytes());
    place.file(
        "many/c.md",
        WATER
            .replace("utilities", "weather")
            .replace("\"water\"", "\"x\"")
            .as_bytes(),
    );
    place.file("many/d.md", WATER.as_bytes());
    place
        .refuses_files(
            &format!("notice import many/ --now {NOW}"),
            &[
                ("many/d.md", 2, "a.md has the same id"),
                ("many/c.md", 5, "not one of"),
            ],
        )
        .await;
    for (name, id) in [("c", "c"), ("d", "d")] {
        place.file(
            &format!("many/{name}.md"),
            WATER.replace("\"water\"", &format!("\"{id}\"")).as_bytes(),
        );
    }
    let said = place
        .type_in(&format!("notice import many/ --now {NOW}"))
        .await
        .unwrap();
    assert_eq!(said, "4 notices are published");
    place
        .refuses_files(
            "notice import many/",
            &["a.md", "b.md", "c.md", "d.md"].map(|file| (file, 2, "already")),
        )
        .await;
    place.file("none/readme.txt", b"x");
    place.refuses("notice import none/", &[(1, "no .md file")]).await;
}

#[tokio::test]
async fn a_table_is_imported_whole_or_not_at_all() {
    let place = Place::community().await;
    let head = "标题,摘要,类别,发布者,置顶,楼栋,有效期至,正文,大白话\n";
    let good = "停水,早上停,utilities,物业,是,1号楼、2号楼,+3d 18:00,\"**一**\n\n二 \"\"三\"\"\",没水\n义诊,来院里,events,居委会,,,,量血压,\n";
    place.file("good.csv", format!("{head}{good}").as_bytes());
    let said = place
        .type_in(&format!("notice import good.csv --now {NOW}"))
        .await
        .unwrap();
    assert_eq!(said, "2 notices are published");
    let of = |column: &str| format!("SELECT {column} FROM notices WHERE title = '停水'");
    assert_eq!(
        place.text(&of("body")).await,
        r#"{"format":"markdown","value":"**一**\n\n二 \"三\""}"#
    );
    assert_eq!(
        place.text(&of("plain")).await,
        r#"{"format":"plain","value":"没水"}"#
    );
    assert_eq!(
        place.text(&of("audience")).await,
        r#"{"buildings":["1号楼","2号楼"],"grids":[]}"#
    );
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM notices WHERE pinned = 1")
            .await,
        1
    );

    let bad = format!("{head}{good}停电,,weather,物业,也许,,,x,\n停气,y,safety,物业,,9号楼,soon,,\n少,列\n");
    place.file("bad.csv", bad.as_bytes());
    place
        .refuses(
            &format!("notice import bad.csv --now {NOW}"),
            &[
                (6, "pinned is yes or no"),
                (7, "is no time"),
                (7, "says nothing"),
                (7, "nobody lives in 9号楼"),
                (8, "2 columns here, 9 in the first line"),
            ],
        )
        .await;
    place.file("head.csv", b"title,colour\n");
    place
        .refuses("notice import head.csv", &[(1, "unknown column")])
        .await;
    place.file(
        "twice.csv",
        "id,title,summary,category,publisher,body\na,b,c,events,d,e\na,b,c,events,d,e\n".as_bytes(),
    );
    place
        .refuses("notice import twice.csv", &[(3, "line 2 has the same id a")])
        .await;
}

#[tokio::test]
async fn coverage_tells_of_stairwells_and_never_of_a_few() {
    let place = Place::empty().await;
    place
        .type_in("community set --name 梧桐里 --zone Asia/Shanghai --languages zh-CN")
        .await
        .unwrap();
    let mut csv = "name,phone,household,floor_area,building,role,stairwell,grid\n".to_owned();
    let mut number = 0;
    for (building, stairwell, people) in [
        ("1号楼", "1单元", 14),
        ("1号楼", "2单元", 12),
        ("2号楼", "1单元", 16),
        ("2号楼", "2单元", 3),
    ] {
        for person in 0..people {
            number += 1;
            let home = format!("{building}{stairwell}{}", 101 + person);
            csv.push_str(&format!("甲{number},199000{number:05},{home},80,{building},,,\n"));
        }
    }
    // What staff wrote goes before what the label says.
    csv.push_str("乙,19900099999,1号楼9单元101,80,1号楼,,2单元,一网格\n");
    place.file("many.csv", csv.as_bytes());
    place.type_in("residents import many.csv").await.unwrap();
    place.file("n.md", WATER.replace("buildings = [\"1号楼\"]\n", "").as_bytes());
    place
        .type_in(&format!("notice publish n.md --now {NOW}"))
        .await
        .unwrap();
    let head = "停水: people it concerns, at least so many have read it, at least so many have not";
    let read_by = async |whom: &str| {
        place
            .sql(&format!(
                "INSERT INTO notice_reads (notice_id, resident_id, read_at) SELECT 'water', r.id, 1 FROM residents r \
                 JOIN households h ON h.id = r.household_id WHERE {whom}"
            ))
            .await;
        place.type_in("notice coverage water").await.unwrap()
    };
    // 2号楼 has a stairwell of three: its own is not told, and the other one not either.
    let nobody = "1号楼: 27, 0, 19\n  1单元: fewer than 5 of 14\n  2单元: fewer than 5 of 13\n2号楼: fewer than 5 of 19";
    assert_eq!(read_by("h.label = ''").await, format!("{head}\n{nobody}"));
    // Nobody in the other stairwells: they are where somebody has to knock.
    let six = "(h.label LIKE '%101' OR h.label LIKE '%102' OR h.label LIKE '%103' OR h.label LIKE '%104' \
               OR h.label LIKE '%105' OR h.label LIKE '%106')";
    assert_eq!(
        read_by(&format!("{six} AND h.label LIKE '1号楼1单元%'")).await,
        format!(
            "{head}\n1号楼: 27, 5, 14\n  1单元: 14, 5, 5\n  2单元: fewer than 5 of 13\n2号楼: fewer than 5 of 19"
        )
    );
    assert_eq!(
        read_by(&format!("{six} AND h.label NOT LIKE '1号楼1单元%'")).await,
        format!("{head}\n1号楼: 27, 10, 10\n  1单元: 14, 5, 5\n  2单元: 13, 5, 5\n2号楼: 19, 5, 10")
    );
    fails(&place, "notice coverage none", "no notice with the id none").await;
    let few = published().await;
    let none = few.type_in("notice coverage water").await.unwrap();
    assert!(none.contains("nothing below five"), "{none}");
    // A contradiction about where somebody lives is refused.
    place.file(
        "more.csv",
        "name,phone,household,floor_area,building,stairwell\n丙,19900088888,1号楼9单元101,,,3单元\n"
            .as_bytes(),
    );
    place
        .refuses(
            "residents import more.csv",
            &[(2, "is in stairwell 2单元, not in stairwell 3单元")],
        )
        .await;
}

#[tokio::test]
async fn staff_see_who_asks_and_say_what_was_done() {
    let place = published().await;
    assert_eq!(
        place.type_in("notice requests list").await.unwrap(),
        "nobody asks anything"
    );
    place
        .sql(
            "INSERT INTO notice_requests (id, kind, notice_id, resident_id, words, note, phone, asked_at) \
             SELECT 'q1', 'question', 'water', id, '请接水。', NULL, NULL, 1795348800000 FROM residents WHERE name = '甲'",
        )
        .await;
    place
        .sql(
            "INSERT INTO notice_requests (id, kind, notice_id, resident_id, words, note, phone, asked_at) \
             SELECT 'c1', 'call', 'water', id, '', '下午\u{202e}三点', '+8613800001234', 1795352400000 FROM residents WHERE name = '丙'",
        )
        .await;
    let said = place.type_in("notice requests list").await.unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines,
        [
            "停水 (water): 1 do not understand, 1 want to be called",
            "  q1  2026-11-22 20:00  甲 1-101 +8619900000001  does not understand: 请接水。",
            "  c1  2026-11-22 21:00  丙 1-102 +8613800001234  call 下午 三点",
        ]
    );
    place
        .type_in(&format!(
            "notice requests done q1 --answer 接一桶就够 --now {NOW}"
        ))
        .await
        .unwrap();
    assert_eq!(
        place
            .text("SELECT answer FROM notice_requests WHERE id = 'q1'")
            .await,
        "接一桶就够"
    );
    fails(&place, "notice requests done q1", "nothing with the id q1 waits").await;
    let said = place.type_in("notice requests list").await.unwrap();
    assert!(said.starts_with("停水 (water): 0 do not understand, 1 want") && !said.contains("q1"));
    assert!(
        place
            .type_in("notice requests list --all")
            .await
            .unwrap()
            .contains("q1  2026-11-22 20:00  done")
    );
}

#[tokio::test]
async fn staff_see_in_the_same_list_how_many_stumble_over_which_paragraph_of_a_poll_or_matter() {
    let place = published().await;
    let ask = |id: &str, kind: &str, words: &str, name: &str, at: i64| {
        format!(
            "INSERT INTO paragraph_questions (id, kind, subject_id, resident_id, paragraph, words, asked_at) \
             SELECT '{id}', '{kind}', 'lift', id, '{words}', '{words}', {at} FROM residents WHERE name = '{name}'"
        )
    };
    let text = r#"{"format":"plain","value":"x"}"#;
    place
        .sql(&format!(
            "INSERT INTO polls (id, title, about, opens_at, closes_at, secrecy, unit, results, tie_rule, questions) \
             VALUES ('lift', '电梯', '{text}', 0, 1, 'anonymous', 'person', 'always', 'lot', '[]')"
        ))
        .await;
    place
        .sql(&format!(
            "INSERT INTO matters (id, title, about, stages, related, created_at, updated_at) \
             VALUES ('lift', '换电梯', '{text}', '[]', '[]', 0, 0)"
        ))
        .await;
    place
        .sql(&ask("p1", "poll", "三分之二", "甲", 1_795_348_800_000))
        .await;
    place
        .sql(&ask("p2", "poll", "记名", "甲", 1_795_348_800_001))
        .await;
    place
        .sql(&ask("p3", "poll", "三分之二", "丙", 1_795_352_400_000))
        .await;
    place
        .sql(&ask("m1", "matter", "招标", "丙", 1_795_352_400_001))
        .await;
    let said = place.type_in("notice requests list").await.unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines,
        [
            "电梯 (poll lift): 3 do not understand",
            "  2 people do not understand: 三分之二",
            "  p1  2026-11-22 20:00  甲 1-101 +8619900000001  does not understand: 三分之二",
            "  p2  2026-11-22 20:00  甲 1-101 +8619900000001  does not understand: 记名",
            "  p3  2026-11-22 21:00  丙 1-102 +8619900000003  does not understand: 三分之二",
            "换电梯 (matter lift): 1 do not understand",
            "  m1  2026-11-22 21:00  丙 1-102 +8619900000003  does not understand: 招标",
        ]
    );
    place
        .type_in(&format!(
            "notice requests done p1 --answer 三家里有两家 --now {NOW}"
        ))
        .await
        .unwrap();
    assert_eq!(
        place
            .text("SELECT answer FROM paragraph_questions WHERE id = 'p1'")
            .await,
        "三家里有两家"
    );
    fails(&place, "notice requests done p1", "nothing with the id p1 waits").await;
    let said = place.type_in("notice requests list").await.unwrap();
    assert!(
        said.starts_with("电梯 (poll lift): 2 do not understand\n  p2"),
        "{said}"
    );
}
