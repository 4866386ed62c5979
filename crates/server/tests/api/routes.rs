//! Every operation of the contract is routed, and every answer carries its headers.

use crate::client::operations;

on_both! {
    fn every_operation_is_there(house) {
        let phone = house.signed_in("a0");
        let operations = operations();
        assert!(operations.len() > 25);
        for (method, template, takes_body) in operations {
            let path = template.replace("{id}", "nothing").replace("{ballot_id}", "nothing").replace("{paragraph}", "nothing");
            let body = takes_body.then(|| b"{}".to_vec());
            let reply = phone.send(&method, &path, &[], body);
            assert_ne!(reply.status, 405, "{method} {path}");
            let text = reply.text();
            assert!(!text.contains("no such address"), "{method} {path}: {text}");
            if reply.status >= 400 {
                reply.problem();
            }
            assert!(reply.status < 500 || reply.status == 501, "{method} {path}: {text}");
        }
    }

    fn the_document_is_served(house) {
        let served = house.phone.get("/v1/openapi.json").ok();
        let whole: serde_json::Value = serde_json::from_str(&contract::openapi_json()).unwrap();
        assert_eq!(served["openapi"], whole["openapi"]);
        assert_eq!(served, whole);
        let health = house.phone.get("/healthz");
        assert_eq!((health.status, health.text()), (200, "ok\n".to_owned()));
    }

    fn every_answer_carries_the_security_headers(house) {
        for path in ["/v1/service", "/v1/nothing", "/v1/me", "/", "/healthz"] {
            let reply = house.phone.get(path);
            let policy = reply.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}");
            assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(reply.header("referrer-policy"), "no-referrer", "{path}");
            assert_eq!(reply.header("x-frame-options"), "DENY", "{path}");
            assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin", "{path}");
            let asks = reply.header("permissions-policy");
            // Nobody is ever listened to: voice input is the phone's own keyboard.
            assert!(asks.contains("geolocation=()") && asks.contains("microphone=()"), "{path}");
            assert_eq!(reply.header("access-control-allow-origin"), "", "{path}");
        }
    }

    fn the_service_tells_of_the_community(house) {
        house.sql("INSERT INTO settings (key, value) VALUES ('name', '梧桐里'), ('languages', '[\"zh-CN\"]'), ('help_phone', '123')");
        let service: contract::Service = serde_json::from_value(house.phone.get("/v1/service").ok()).unwrap();
        assert_eq!((service.name.as_str(), service.languages.as_slice()), ("梧桐里", &["zh-CN".to_owned()][..]));
        assert_eq!((service.help_phone.as_deref(), service.help_hours, service.demo), (Some("123"), None, false));
        assert_eq!(service.limits.body_bytes, 65_536);
    }
}
