//! Paragraphs that somebody can point at.

use markdown::{Paragraph, key, paragraphs, plain_paragraphs};

fn words(found: &[Paragraph]) -> Vec<&str> {
    found.iter().map(|paragraph| paragraph.words.as_str()).collect()
}

#[test]
fn each_block_of_the_outermost_level_is_one() {
    let found = paragraphs(
        "# 停水\n\n**明天**停水，\n请接水。\n\n- 一号楼\n  - 东边\n- 二号楼\n\n---\n\n| 楼 | 时间 |\n|---|---|\n| 1 | 早 |\n",
    );
    assert_eq!(
        words(&found),
        [
            "停水",
            "明天停水，\n请接水。",
            "一号楼\n东边\n\n二号楼",
            "楼 时间\n1 早"
        ]
    );
}

#[test]
fn a_key_outlives_corrections_elsewhere_and_other_line_breaks() {
    let before = paragraphs("一\n\n二 三\n\n四");
    let after = paragraphs("壹，改过\n\n二\n三\n\n四\n\n五");
    assert_eq!(before[1].key, after[1].key);
    assert_eq!(before[2].key, after[2].key);
    assert_ne!(before[0].key, after[0].key);
    // The marks do not count: what a reader sees does.
    assert_eq!(paragraphs("**二三**")[0].key, key("二三"));
    assert_eq!(words(&plain_paragraphs("甲\n乙\n\n \n丙\n")), ["甲\n乙", "丙"]);
    assert_eq!(plain_paragraphs("甲\n乙")[0].key, key("甲乙"));
}

#[test]
fn the_key_is_the_hash_that_the_contract_names() {
    // The published test vectors of FNV-1a.
    assert_eq!(key(""), "cbf29ce484222325");
    assert_eq!(key("foobar"), "85944171f73967e8");
}
