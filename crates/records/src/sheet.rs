//! Writing records for a spreadsheet.

/// The rows as CSV that Excel, LibreOffice and WPS open right by a double click: with the byte order mark by which they
/// know UTF-8, with CRLF, and with every field in quotes (RFC 4180).
///
/// A field that a spreadsheet would run as a formula gets an apostrophe before it, which they read as *this is text*:
/// those that begin with `=`, `+`, `-`, `@`, their full-width twins, a tab or a line end (OWASP, *CSV injection*). So
/// numbers below zero must be written another way.
pub fn sheet<'a>(rows: impl IntoIterator<Item = &'a [String]>) -> String {
    let mut text = String::from("\u{feff}");
    for fields in rows {
        for (place, field) in fields.iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            text.push('"');
            if field.starts_with(RUNS) {
                text.push('\'');
            }
            text.push_str(&field.replace('"', "\"\""));
            text.push('"');
        }
        text.push_str("\r\n");
    }
    text
}

const RUNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{records, text};
    use proptest::prelude::*;

    fn row(fields: &[&str]) -> Vec<String> {
        fields.iter().map(|field| (*field).to_owned()).collect()
    }

    #[test]
    fn it_is_written_as_spreadsheets_want_it() {
        let rows = [row(&["选项", "票数"]), row(&["长椅，\"带靠背\"", "12"])];
        assert_eq!(
            sheet(rows.iter().map(Vec::as_slice)),
            "\u{feff}\"选项\",\"票数\"\r\n\"长椅，\"\"带靠背\"\"\",\"12\"\r\n"
        );
    }

    #[test]
    fn formulas_are_text() {
        for formula in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a",
        ] {
            let written = sheet([row(&[formula])].iter().map(Vec::as_slice));
            assert!(written.starts_with("\u{feff}\"'"), "{written:?}");
        }
        assert_eq!(
            sheet([row(&["1=1"])].iter().map(Vec::as_slice)),
            "\u{feff}\"1=1\"\r\n"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(table in proptest::collection::vec(proptest::collection::vec("[a1\",;\r\n 好=]{0,6}", 1..4), 0..4)) {
            let written = sheet(table.iter().map(Vec::as_slice));
            let body = text(written.as_bytes()).unwrap();
            let found: Vec<Vec<String>> = records(body, b',')
                .map(|record| record.unwrap().fields.iter().map(|field| field.to_string()).collect())
                .collect();
            let expected: Vec<Vec<String>> = table
                .iter()
                .map(|row| row.iter().map(|field| match field.starts_with(RUNS) {
                    true => format!("'{field}"),
                    false => field.clone(),
                }).collect())
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
