//! Search: from one hanzi upwards, in both scripts, by initials, and never more than is shown.

use crate::house::House;
use serde_json::{Value, json};

fn notice(house: &House, id: &str, title: &str, body: &str, at: i64) {
    let body = json!({"format": "markdown", "value": body}).to_string();
    house.sql(&format!(
        "INSERT INTO notices (id, title, category, publisher, published_at, body) \
         VALUES ('{id}', '{}', 'utilities', 'P', {at}, '{}')",
        title.replace('\'', "''"),
        body.replace('\'', "''")
    ));
}

fn thread(house: &House, id: &str, title: &str) {
    house.sql(&format!(
        "INSERT INTO threads (id, title, kind, body, created_at, active_at) \
         VALUES ('{id}', '{title}', 'discussion', '{{\"format\":\"plain\",\"value\":\"说说看\"}}', 5, 5)"
    ));
}

fn encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

pub fn asked(house: &House, question: &str) -> Value {
    house
        .phone
        .get(&format!("/v1/search?q={}", encoded(question)))
        .ok()
}

fn ids(page: &Value) -> Vec<&str> {
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["id"].as_str().unwrap())
        .collect()
}

/// The texts of a hit's ranges.
fn marked(hit: &Value, text: &str, ranges: &str) -> Vec<String> {
    let chars: Vec<char> = hit[text].as_str().unwrap().chars().collect();
    let at = |range: &Value, end: &str| usize::try_from(range[end].as_u64().unwrap()).unwrap();
    hit[ranges]
        .as_array()
        .unwrap()
        .iter()
        .map(|range| chars[at(range, "from")..at(range, "to")].iter().collect())
        .collect()
}

on_both! {
    fn one_hanzi_two_and_a_passage_that_shows_why(house) {
        let far = "前面说了很多别的事情。".repeat(20);
        notice(house, "pump", "水泵检修", "明天九点开始", 10);
        notice(house, "stop", "明天的安排", &format!("{far}\n\n**停水**到晚上，请先存水。{far}"), 20);
        notice(house, "lift", "电梯检修", "停一天", 30);
        // In the title first, then the newer.
        assert_eq!(ids(&asked(house, "水")), ["pump", "stop"]);
        assert_eq!(ids(&asked(house, "检修")), ["lift", "pump"]);
        // Both hanzi are in the third, but not side by side.
        let found = asked(house, "停水");
        assert_eq!(ids(&found), ["stop"]);
        let hit = &found["items"][0];
        assert_eq!((hit["kind"].as_str(), hit["title"].as_str()), (Some("notice"), Some("明天的安排")));
        assert_eq!(hit["at"], "1970-01-01T00:00:00.020Z");
        let passage = hit["passage"].as_str().unwrap();
        assert!(passage.starts_with('…') && passage.ends_with('…') && passage.chars().count() < 110, "{passage}");
        assert!(!passage.contains('*'), "{passage}");
        assert_eq!(marked(hit, "passage", "matches"), ["停水"]);
        assert!(hit["title_matches"].as_array().unwrap().is_empty());
        assert_eq!(marked(&asked(house, "水泵")["items"][0], "title", "title_matches"), ["水泵"]);
        // All words have to be there.
        assert_eq!(ids(&asked(house, "检修 电梯")), ["lift"]);
        assert!(ids(&asked(house, "检修 停水")).is_empty());
    }

    fn simplified_and_traditional_are_alike(house) {
        notice(house, "s", "电梯检修", "楼顶", 10);
        notice(house, "t", "電梯檢修", "樓頂", 20);
        for question in ["电梯", "電梯", "樓頂", "楼顶", "檢"] {
            assert_eq!(ids(&asked(house, question)), ["t", "s"], "{question}");
        }
        assert_eq!(marked(&asked(house, "电梯")["items"][0], "title", "title_matches"), ["電梯"]);
    }

    fn initials_latin_words_and_digits(house) {
        notice(house, "stop", "停水通知", "3号楼 WiFi 照常", 10);
        notice(house, "other", "13号楼", "大家好", 20);
        for question in ["ts", "TSTZ", "sh", "wifi", "ｗｉ", "停水 wi", "tz 3"] {
            let expected: &[&str] = if question == "sh" { &[] } else { &["stop"] };
            assert_eq!(ids(&asked(house, question)), expected, "{question}");
        }
        // 长 is read in two ways.
        notice(house, "elder", "长辈饭堂", "开了", 30);
        assert_eq!(ids(&asked(house, "zbft")), ["elder"]);
        assert_eq!(ids(&asked(house, "cbft")), ["elder"]);
        assert_eq!(marked(&asked(house, "ts")["items"][0], "title", "title_matches"), ["停水"]);
    }

    fn whatever_is_typed_is_text(house) {
        notice(house, "n", "停水", "<b>NOT</b> \"a\" OR 'b'; DROP TABLE notices", 10);
        for (question, found) in [
            ("\"停水\"", true), ("停水*", true), ("NOT 停水", true), ("停水 OR", true), ("title:停水", false), ("{title}", false),
            ("停水 NEAR", false), ("'; DROP TABLE notices; --", true), ("^停", true), ("停 & 水", true), ("!停", true),
            ("停:*", true), ("%", false), ("_", false), ("\\", false), ("()", false), ("", false), ("  ", false), ("-", false),
            ("\0", false), ("🌊", false), ("\u{202e}停", true), ("𠮷", false),
        ] {
            assert_eq!(ids(&asked(house, question)).len(), usize::from(found), "{question:?}");
        }
        let hit = &asked(house, "not")["items"][0];
        assert_eq!(hit["passage"], "<b>NOT</b> \"a\" OR 'b'; DROP TABLE notices");
        assert_eq!(house.phone.get(&format!("/v1/search?q={}", encoded(&"水".repeat(101)))).problem(), "bad-request");
        assert_eq!(ids(&asked(house, &"水".repeat(100))).len(), 0);
        assert_eq!(house.phone.get("/v1/search?q=a&kinds=weather").problem(), "bad-request");
        assert_eq!(house.phone.get("/v1/search?q=%E6%B0%B4&cursor=00").problem(), "bad-request");
        assert_eq!(house.phone.get("/v1/search").ok()["total"], 0);
    }

    fn every_kind_is_found_and_can_be_asked_for_alone(house) {
        notice(house, "n", "加装电梯", "", 10);
        thread(house, "t", "电梯太吵");
        house.sql("INSERT INTO matters (id, title, about, stages, related, outcome, created_at, updated_at) VALUES \
            ('m', '换电梯', '{\"format\":\"plain\",\"value\":\"\"}', '[]', '[]', NULL, 1, 2)");
        let question = json!([{"id": "q", "title": "选哪家电梯", "method": {"kind": "single"}, "optional": false,
            "options": [{"id": "a", "label": "甲厂", "meaning": "便宜"}, {"id": "b", "label": "乙厂"}]}]);
        house.poll("p", &[("title", "投一投".into()), ("questions", question.to_string().into())]);
        let phone = house.signed_in("a0");
        let post = phone.post("/v1/threads/t/posts", json!({"body": "电梯**夜里**最吵"})).json();
        let post = post["id"].as_str().unwrap();
        let found = asked(house, "电梯");
        let mut kinds: Vec<&str> = found["items"].as_array().unwrap().iter().map(|hit| hit["kind"].as_str().unwrap()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["matter", "notice", "poll", "post", "thread"]);
        assert_eq!(ids(&asked(house, "便宜")), ["p"]);
        let hit = &asked(house, "夜里")["items"][0];
        assert_eq!((hit["id"].as_str(), hit["thread_id"].as_str()), (Some(post), Some("t")));
        assert_eq!((hit["title"].as_str(), hit["passage"].as_str()), (Some("电梯太吵"), Some("电梯夜里最吵")));
        // The thread's title does not make every post of it a hit.
        assert_eq!(ids(&asked(house, "太吵")), ["t"]);
        let only = house.phone.get(&format!("/v1/search?q={}&kinds=notice,poll", encoded("电梯"))).ok();
        assert_eq!((only["total"].as_u64(), only["items"].as_array().unwrap().len()), (Some(2), 2));
    }

    fn what_is_not_shown_is_not_found(house) {
        let now = house.app.now();
        notice(house, "future", "停水将来", "", now + 3_600_000);
        notice(house, "now", "停水现在", "", now - 1000);
        assert_eq!(ids(&asked(house, "停水")), ["now"]);
        house.sql("UPDATE notices SET title = '恢复供水' WHERE id = 'now'");
        assert!(ids(&asked(house, "停水")).is_empty());
        assert_eq!(ids(&asked(house, "恢复供水")), ["now"]);
        house.sql("UPDATE notices SET withdrawn = '弄错了' WHERE id = 'now'");
        assert!(ids(&asked(house, "恢复")).is_empty());
        house.sql("UPDATE notices SET published_at = 1 WHERE id = 'future'");
        assert_eq!(ids(&asked(house, "停水")), ["future"]);
        house.sql("DELETE FROM notices");
        assert!(ids(&asked(house, "停水")).is_empty());

        thread(house, "t", "楼道");
        let phone = house.signed_in("a0");
        let write = |body: &str| phone.post("/v1/threads/t/posts", json!({"body": body})).json()["id"].as_str().unwrap().to_owned();
        let (mine, hidden) = (write("自行车放哪里"), write("自行车太多"));
        assert_eq!(asked(house, "自行车")["total"], 2);
        assert_eq!(phone.patch(&format!("/v1/posts/{mine}"), json!({"body": "婴儿车放哪里"})).status, 200);
        assert_eq!(ids(&asked(house, "自行车")), [hidden.as_str()]);
        assert_eq!(ids(&asked(house, "婴儿车")), [mine.as_str()]);
        house.sql(&format!("UPDATE posts SET state = 'hidden' WHERE id = '{hidden}'"));
        assert!(ids(&asked(house, "自行车")).is_empty());
        assert_eq!(phone.delete(&format!("/v1/posts/{mine}")).status, 200);
        assert!(ids(&asked(house, "婴儿车")).is_empty());
        house.sql("UPDATE threads SET moderated = 1");
        write("共享充电宝");
        assert!(ids(&asked(house, "充电宝")).is_empty());
    }

    fn pictures_are_found_by_what_they_show_and_files_by_their_titles(house) {
        notice(house, "n", "通知", "", 10);
        let images = json!([{"url": "/v1/pictures/p", "alt": "一号楼东边是送水车"}, {"url": "/v1/pictures/q", "alt": ""}]);
        let files = json!([{"url": "/v1/files/f", "title": "补贴申请表.pdf", "media_type": "application/pdf", "bytes": 9}]);
        house.sql(&format!("UPDATE notices SET images = '{images}', attachments = '{files}'"));
        for question in ["送水车", "申请表", "ssc", "pdf", "送水车 申请表"] {
            assert_eq!(ids(&asked(house, question)), ["n"], "{question}");
        }
        let hit = &asked(house, "送水车")["items"][0];
        assert_eq!(hit["passage"], "一号楼东边是送水车 补贴申请表.pdf");
        assert_eq!(marked(hit, "passage", "matches"), ["送水车"]);
        assert!(ids(&asked(house, "pictures")).is_empty(), "an address is no word");
        house.sql("UPDATE notices SET images = '[]'");
        assert!(ids(&asked(house, "送水车")).is_empty());
        assert_eq!(ids(&asked(house, "申请表")), ["n"]);
    }

    fn many_hits_come_in_pages(house) {
        for i in 0..25 {
            let title = if i % 5 == 0 { "停水" } else { "通知" };
            notice(house, &format!("n{i:02}"), title, "停水一天", 1000 + i64::from(i) / 2);
        }
        let (mut seen, mut next) = (Vec::new(), String::new());
        loop {
            let page = house.phone.get(&format!("/v1/search?q={}&limit=10{next}", encoded("停水"))).ok();
            assert_eq!(page["total"], 25);
            seen.extend(ids(&page).into_iter().map(str::to_owned));
            match page.get("next") {
                Some(cursor) => next = format!("&cursor={}", cursor.as_str().unwrap()),
                None => break,
            }
        }
        assert_eq!(seen[..6], ["n20", "n15", "n10", "n05", "n00", "n24"]);
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 25);
    }

    fn a_long_text_is_found_to_its_end(house) {
        let long = format!("{}末尾停电", "这是一个很长很长的通知，里面有许多的话。".repeat(900));
        notice(house, "long", "长", &long, 10);
        assert_eq!(ids(&asked(house, "停电")), ["long"]);
        assert_eq!(ids(&asked(house, "mwtd")), ["long"]);
    }

    fn an_index_of_another_version_is_made_anew(house) {
        notice(house, "n", "停水", "", 10);
        assert_eq!(ids(&asked(house, "停水")), ["n"]);
        house.sql("UPDATE findable SET title = 'x', body = 'y'");
        house.wait(server::search::renew(&house.app.db)).unwrap();
        assert_eq!(ids(&asked(house, "停水")), ["n"]);
        assert_eq!(asked(house, "停水")["total"], 1);
        let version = "SELECT COUNT(*) FROM settings WHERE key = 'search_version'";
        assert_eq!(house.number(version), 1);
        // The first version knew no pictures.
        house.sql("UPDATE findable SET body = 'y'");
        house.sql("UPDATE settings SET value = '1' WHERE key = 'search_version'");
        house.wait(server::search::renew(&house.app.db)).unwrap();
        assert_eq!(asked(house, "停水")["items"][0]["passage"], "");
        // Of this version it stays.
        house.sql("DELETE FROM findable");
        house.wait(server::search::renew(&house.app.db)).unwrap();
        assert_eq!(house.number("SELECT COUNT(*) FROM to_index"), 0);
    }

    fn nobody_searches_without_end(house) {
        let mut last = 200;
        for _ in 0..1201 {
            last = house.phone.get("/v1/search?q=").status;
        }
        assert_eq!(last, 429);
    }
}

/// SQLite marks what is deleted as free and leaves it in the file, unless it is told otherwise.
#[test]
fn a_withdrawn_word_is_gone_from_the_file() {
    let house = House::sqlite();
    thread(&house, "t", "楼道");
    let phone = house.signed_in("a0");
    let post = phone
        .post("/v1/threads/t/posts", json!({"body": "xyzzyplugh 走廊"}))
        .json();
    assert_eq!(asked(&house, "xyzzyplugh")["total"], 1);
    assert_eq!(
        phone
            .delete(&format!("/v1/posts/{}", post["id"].as_str().unwrap()))
            .status,
        200
    );
    assert_eq!(asked(&house, "xyzzyplugh")["total"], 0);
    house.sql("PRAGMA wal_checkpoint(TRUNCATE)");
    let file = std::fs::read(house.dir.join("house.db")).unwrap();
    assert!(!file.windows(10).any(|bytes| bytes == b"xyzzyplugh"));
}
