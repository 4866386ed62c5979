//! Short names for what the wasm asks of the glue.
//!
//! wasm-bindgen names each of these three hundred functions with a hash of its own, in the wasm and again in the glue. Hashes do
//! not compress: they are six kilobytes of a first visit, and nobody but the two files reads them.

use anyhow::{Context, ensure};

use crate::Result;

/// The module under which the wasm knows the glue.
const GLUE: &str = "./linli_bg.js";
const SHORT_GLUE: &str = "g";
const IMPORTS: u8 = 2;

/// The same glue and the same wasm, with short names between them.
pub fn shortened(glue: &str, wasm: &[u8]) -> Result<(String, Vec<u8>)> {
    let mut glue = glue.to_owned();
    let mut count = 0;
    let named = |name: &str| -> Result<String> {
        let new = format!("{SHORT_GLUE}{count}");
        let (old, new_key) = (format!("\n        {name}: "), format!("\n        {new}: "));
        ensure!(
            glue.matches(&old).count() == 1,
            "the glue does not give {name} once: wasm-bindgen writes it in another way than before"
        );
        glue = glue.replacen(&old, &new_key, 1);
        count += 1;
        Ok(new)
    };
    let wasm = with_imports_renamed(wasm, named)?;
    let module = format!("\"{GLUE}\"");
    ensure!(
        glue.matches(&module).count() == 1,
        "the glue does not call itself {GLUE} once: wasm-bindgen writes it in another way than before"
    );
    Ok((glue.replace(&module, &format!("\"{SHORT_GLUE}\"")), wasm))
}

/// Copies a wasm file and gives each import from the glue the name that `named` gives for its former one.
fn with_imports_renamed(wasm: &[u8], mut named: impl FnMut(&str) -> Result<String>) -> Result<Vec<u8>> {
    let mut from = Reader { bytes: wasm, at: 8 };
    let mut to = from.bytes.get(..8).context("the wasm is cut short")?.to_vec();
    while from.at < wasm.len() {
        let kind = from.byte()?;
        let length = from.number()?;
        let content = from.slice(length)?;
        let content = if kind == IMPORTS {
            renamed(content, &mut named)?
        } else {
            content.to_vec()
        };
        to.push(kind);
        put_number(&mut to, content.len());
        to.extend(content);
    }
    Ok(to)
}

fn renamed(section: &[u8], named: &mut impl FnMut(&str) -> Result<String>) -> Result<Vec<u8>> {
    let mut from = Reader {
        bytes: section,
        at: 0,
    };
    let mut to = Vec::new();
    let count = from.number()?;
    put_number(&mut to, count);
    for _ in 0..count {
        let (module, name) = (from.text()?, from.text()?);
        if module == GLUE {
            put_text(&mut to, SHORT_GLUE);
            put_text(&mut to, &named(name)?);
        } else {
            put_text(&mut to, module);
            put_text(&mut to, name);
        }
        let described = from.at;
        match from.byte()? {
            // A function, by its type.
            0 => {
                from.number()?;
            }
            // A table: what is in it, and its limits.
            1 => {
                from.byte()?;
                from.limits()?;
            }
            // A memory.
            2 => from.limits()?,
            // A global: its type, and whether it changes.
            3 => {
                from.slice(2)?;
            }
            other => anyhow::bail!("the wasm imports something of the unknown kind {other}"),
        }
        to.extend(&section[described..from.at]);
    }
    Ok(to)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn slice(&mut self, length: usize) -> Result<&'a [u8]> {
        let slice = self
            .at
            .checked_add(length)
            .and_then(|end| self.bytes.get(self.at..end))
            .context("the wasm is cut short")?;
        self.at += length;
        Ok(slice)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.slice(1)?[0])
    }

    /// LEB128, seven bits a byte, the lowest first.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..).step_by(7) {
            ensure!(shift < 35, "the wasm holds a number that is too long");
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        Ok(number)
    }

    fn text(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.slice(length)?).context("the wasm holds a name that is no text")
    }

    fn limits(&mut self) -> Result<()> {
        let has_most = self.byte()? & 1 == 1;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Ok(())
    }
}

fn put_number(to: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            to.push(low);
            return;
        }
        to.push(low | 0x80);
    }
}

fn put_text(to: &mut Vec<u8>, text: &str) {
    put_number(to, text.len());
    to.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "__wbg_get_unchecked_e6325ad374eff861";

    /// A file with an import of each kind and one more section behind them.
    fn wasm(glue: &str, first: &str, second: &str) -> Vec<u8> {
        let mut imports = vec![5];
        let kinds: [(&str, &str, &[u8]); 5] = [
            (glue, first, &[0, 3]),
            ("other", "table", &[1, 0x70, 1, 4, 8]),
            ("other", "memory", &[2, 0, 17]),
            ("other", "global", &[3, 0x7f, 0]),
            (glue, second, &[0, 200, 1]),
        ];
        for (module, name, kind) in kinds {
            put_text(&mut imports, module);
            put_text(&mut imports, name);
            imports.extend(kind);
        }
        let mut file = b"\0asm\x01\0\0\0".to_vec();
        file.push(IMPORTS);
        put_number(&mut file, imports.len());
        file.extend(imports);
        file.extend([3, 2, 1, 0]);
        file
    }

    fn glue(module: &str, first: &str, second: &str) -> String {
        format!(
            "        {first}x: 1,\n        {first}: function() {{}},\n        {second}: function() {{}},\n    return {{ \"{module}\": import0 }};\n"
        )
    }

    #[test]
    fn both_files_get_the_same_short_names_and_nothing_else_changes() {
        let (text, bytes) = shortened(&glue(GLUE, LONG, "__wbg_b"), &wasm(GLUE, LONG, "__wbg_b")).unwrap();
        assert_eq!(bytes, wasm("g", "g0", "g1"));
        assert_eq!(text, glue("g", "g0", "g1").replace("g0x", &format!("{LONG}x")));
    }

    #[test]
    fn a_glue_that_does_not_fit_is_refused() {
        let file = wasm(GLUE, LONG, "__wbg_b");
        assert!(shortened(&glue(GLUE, LONG, "__wbg_c"), &file).is_err());
        assert!(shortened(&glue("./other.js", LONG, "__wbg_b"), &file).is_err());
    }

    #[test]
    fn a_file_that_ends_early_is_refused() {
        let file = wasm(GLUE, LONG, "__wbg_b");
        for end in 9..file.len() - 4 {
            assert!(
                with_imports_renamed(&file[..end], |name| Ok(name.to_owned())).is_err(),
                "{end}"
            );
        }
    }
}
