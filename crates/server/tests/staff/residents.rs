use crate::support::Place;

#[tokio::test]
async fn a_csv_makes_households_and_residents() {
    let place = Place::community().await;
    assert_eq!(place.number("SELECT COUNT(*) FROM households").await, 3);
    assert_eq!(
        place
            .number("SELECT area_hundredths FROM households WHERE label = '1-101'")
            .await,
        8050
    );
    assert_eq!(
        place
            .number("SELECT area_hundredths FROM households WHERE label = '2-101'")
            .await,
        9025
    );
    assert_eq!(
        place.text("SELECT phone FROM residents WHERE name = '乙'").await,
        "+8619900000002"
    );
    assert_eq!(
        place.text("SELECT roles FROM residents WHERE name = '丁'").await,
        r#"["resident","committee"]"#
    );
    let together =
        "SELECT COUNT(*) FROM residents r JOIN households h ON h.id = r.household_id WHERE h.label = '1-101'";
    assert_eq!(place.number(together).await, 2);
}

#[tokio::test]
async fn excel_s_ways_of_writing_csv_are_read() {
    let place = Place::community().await;
    let csv = "\u{feff}楼栋;面积;门牌;手机;姓名\r\n\"3号楼\";86,5;\"3-101\";199 0000 0010;\"王,\"\"小\"\"明\"\r\n;;1-102;+86 199-0000-0011;李\r\n\r\n";
    place.file("excel.csv", csv.as_bytes());
    let said = place.type_in("residents import excel.csv").await.unwrap();
    assert_eq!(said, "2 residents added, 1 new households");
    assert_eq!(
        place
            .number("SELECT area_hundredths FROM households WHERE label = '3-101'")
            .await,
        8650
    );
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM residents WHERE name = '王,\"小\"明'")
            .await,
        1
    );
}

#[tokio::test]
async fn every_bad_row_is_listed_and_none_is_applied() {
    let place = Place::community().await;
    let csv = "phone,name,household,floor_area,building,role\n\
               19900000020,好,4-101,70,4号楼,\n\
               19900000020,一,4-101,,,\n\
               19900000001,二,4-101,,,\n\
               12345,三,4-101,,,\n\
               19900000021,四,9-999,,,\n\
               19900000022,五,4-102,-3,4号楼,\n\
               19900000023,六,4-103,70.123,4号楼,\n\
               19900000024,七,4-101,71,4号楼,\n\
               19900000025,八,1-101,,5号楼,\n\
               19900000026,,4-101,,,\n\
               19900000027,十,4-101,,,king\n\
               19900000028,十一,,,,\n\
               19900000029,十二,4-101\n\
               19900000030,十三,4-105,0,4号楼,\n\
               19900000031,十四,4-106,1e9,4号楼,\n";
    place.file("bad.csv", csv.as_bytes());
    place
        .refuses(
            "residents import bad.csv",
            &[
                (3, "is already in line 2"),
                (4, "already registered"),
                (5, "is no phone number"),
                (6, "unknown household 9-999"),
                (7, "is negative"),
                (8, "more than two decimals"),
                (9, "has another floor area elsewhere: 70.00 m²"),
                (10, "1-101 is in 1号楼, not in 5号楼"),
                (11, "the name is missing"),
                (12, "unknown role"),
                (13, "the household is missing"),
                (14, "3 columns here, 6 in the first line"),
                (15, "is zero"),
                (16, "is no number of square metres"),
            ],
        )
        .await;
}

#[tokio::test]
async fn files_that_are_no_residents_are_refused() {
    let place = Place::community().await;
    place.file("empty.csv", b"");
    place
        .refuses("residents import empty.csv", &[(1, "the file is empty")])
        .await;
    place.file("head.csv", b"name,phone,household,floor_area,building\n");
    place
        .refuses("residents import head.csv", &[(1, "no resident")])
        .await;
    place.file("columns.csv", b"name,name,shoe\n");
    let wrong = [
        (1, "stands there twice"),
        (1, "unknown column \"shoe\""),
        (1, "phone is missing"),
        (1, "household is missing"),
        (1, "floor_area is missing"),
        (1, "building is missing"),
    ];
    place.refuses("residents import columns.csv", &wrong).await;
    place.file(
        "utf8.csv",
        b"name,phone,household,floor_area,building\n\xc4\xe3,1,1,1,1\n",
    );
    place
        .refuses("residents import utf8.csv", &[(2, "not UTF-8")])
        .await;
    place.file(
        "quote.csv",
        b"name,phone,household,floor_area,building\na,\"b\nc\n",
    );
    place
        .refuses("residents import quote.csv", &[(2, "never closes")])
        .await;
    assert!(place.type_in("residents import nowhere.csv").await.is_err());
}

#[tokio::test]
async fn a_community_comes_first() {
    let place = Place::empty().await;
    place.file("r.csv", b"name,phone,household,floor_area,building\n");
    let error = place
        .type_in("residents import r.csv")
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("community set"), "{error}");
    for bad in [
        "--zone Mars/Base --languages en",
        "--zone UTC --languages en-,zh",
        "--zone UTC --languages 中文",
    ] {
        place
            .refuses(&format!("community set --name A {bad}"), &[(1, "")])
            .await;
    }
}
