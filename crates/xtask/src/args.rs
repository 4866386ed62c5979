//! Reads the command line. Eleven options do not earn a parser crate, whose build time every cold start would pay.

use crate::Result;

pub struct Args(Vec<String>);

impl Args {
    pub fn new(words: Vec<String>) -> Args {
        Args(words)
    }

    /// Takes the first word.
    pub fn command(&mut self) -> Option<String> {
        if self.0.is_empty() {
            None
        } else {
            Some(self.0.remove(0))
        }
    }

    /// Takes `--name`.
    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() < before
    }

    /// Takes `--name VALUE` or `--name=VALUE`.
    pub fn option(&mut self, name: &str) -> Result<Option<String>> {
        let with_equals = format!("{name}=");
        for at in 0..self.0.len() {
            if let Some(value) = self.0[at].strip_prefix(&with_equals) {
                let value = value.to_owned();
                self.0.remove(at);
                return Ok(Some(value));
            }
            if self.0[at] == name {
                self.0.remove(at);
                anyhow::ensure!(
                    at < self.0.len() && !self.0[at].starts_with("--"),
                    "{name} needs a value; `cargo xtask help` shows the options"
                );
                return Ok(Some(self.0.remove(at)));
            }
        }
        Ok(None)
    }

    pub fn port(&mut self) -> Result<Option<u16>> {
        self.option("--port")?
            .map(|text| match text.parse() {
                Ok(port) if port > 0 => Ok(port),
                _ => Err(anyhow::anyhow!("--port {text}: give a number from 1 to 65535")),
            })
            .transpose()
    }

    /// All words that are left, for commands that take places rather than options.
    pub fn words(self) -> Result<Vec<String>> {
        match self.0.iter().find(|word| word.starts_with('-')) {
            None => Ok(self.0),
            Some(word) => Err(anyhow::anyhow!(
                "unknown option `{word}`; `cargo xtask help` shows the options"
            )),
        }
    }

    /// A mistyped option is an error, never ignored.
    pub fn done(self) -> Result<()> {
        match self.0.first() {
            None => Ok(()),
            Some(word) => Err(anyhow::anyhow!(
                "unknown option `{word}`; `cargo xtask help` shows the options"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Args {
        Args::new(line.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn options_are_taken_in_both_forms() {
        let mut some = args("--port 81 --data=there --fresh");
        assert_eq!(some.port().unwrap(), Some(81));
        assert_eq!(some.option("--data").unwrap().as_deref(), Some("there"));
        assert!(some.flag("--fresh"));
        assert!(!some.flag("--fresh"));
        assert!(some.done().is_ok());
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(args("--port").port().is_err());
        assert!(args("--port --fresh").port().is_err());
        assert!(args("--port 0").port().is_err());
        assert!(args("--port 70000").port().is_err());
        assert!(args("--frehs").done().is_err());
    }
}
