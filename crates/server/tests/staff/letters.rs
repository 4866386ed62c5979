use crate::support::Place;

#[tokio::test]
async fn each_household_gets_a_page_and_each_person_a_code() {
    let place = Place::community().await;
    let file = place.dir.join("letters.html");
    let said = place
        .type_in(&format!(
            "letters {} --address https://linli.example/",
            file.display()
        ))
        .await
        .unwrap();
    assert!(said.starts_with("3 letters in "), "{said}");
    let html = std::fs::read_to_string(&file).unwrap();
    assert_eq!(html.matches("<section>").count(), 3);
    assert_eq!(html.matches("<svg").count(), 4);
    assert!(html.contains("1-101") && html.contains("入户信") && html.contains("https://linli.example"));
    let code = html
        .split("class=\"code\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap();
    let plain = server::letters::normalise(code).expect("a code that can be typed in");
    assert_eq!(
        place
            .number(&format!(
                "SELECT COUNT(*) FROM letters WHERE prefix = '{}'",
                &plain[..5]
            ))
            .await,
        1
    );
    let hash = place
        .text(&format!(
            "SELECT hash FROM letters WHERE prefix = '{}'",
            &plain[..5]
        ))
        .await;
    assert!(
        server::secrets::slow_matches(&plain, &hash),
        "the printed code is the stored one"
    );
    assert!(!html.contains(&hash));

    // New letters for one household replace its old ones and leave the others.
    let said = place
        .type_in("letters --print --address http://127.0.0.1:8080 --only 1-101")
        .await
        .unwrap();
    assert_eq!(said.matches("<section>").count(), 1);
    assert_eq!(place.number("SELECT COUNT(*) FROM letters").await, 4);
}

#[tokio::test]
async fn letters_need_an_address_and_somebody_to_write_to() {
    let place = Place::community().await;
    for bad in [
        "letters --print --address linli.example",
        "letters --print --address http://a --only 9-999",
        "letters --print",
    ] {
        assert!(place.type_in(bad).await.is_err(), "{bad}");
    }
    assert_eq!(place.number("SELECT COUNT(*) FROM letters").await, 0);
}
