//! Makes a style sheet smaller without understanding it: comments and needless white space go, nothing else.

use crate::Result;

pub fn minified(css: &str) -> Result<String> {
    anyhow::ensure!(
        !css.contains("@import"),
        "a style sheet uses @import: list the file in index.html instead"
    );
    let mut small = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut quote = None;
    while let Some(char) = rest.next() {
        if let Some(open) = quote {
            small.push(char);
            if char == '\\' {
                small.extend(rest.next());
            } else if char == open {
                quote = None;
            }
        } else if char == '/' && rest.peek() == Some(&'*') {
            rest.next();
            let mut before = ' ';
            for inside in rest.by_ref() {
                if before == '*' && inside == '/' {
                    break;
                }
                before = inside;
            }
            push_space(&mut small);
        } else if char.is_whitespace() {
            push_space(&mut small);
        } else {
            if matches!(char, '{' | '}' | ';' | ',') && small.ends_with(' ') {
                small.pop();
            }
            if char == '}' && small.ends_with(';') {
                small.pop();
            }
            if matches!(char, '"' | '\'') {
                quote = Some(char);
            }
            small.push(char);
        }
    }
    Ok(small.trim().to_owned() + "\n")
}

/// One space for any run, and none where it cannot matter.
fn push_space(small: &mut String) {
    if !small.is_empty() && !small.ends_with([' ', '{', '}', ';', ',', '\n']) {
        small.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::minified;

    #[test]
    fn what_matters_stays() {
        let css = "/* why */\na :hover,\n b > c {\n  width: calc(1rem + 2px);\n  content: \"a  /* b */ ; \\\" \";\n}\n\n@media (x) and (y) {\n d { e: f; }\n}\n";
        assert_eq!(
            minified(css).unwrap(),
            "a :hover,b > c{width: calc(1rem + 2px);content: \"a  /* b */ ; \\\" \"}@media (x) and (y){d{e: f}}\n"
        );
        assert!(minified("@import 'x.css';").is_err());
    }
}
