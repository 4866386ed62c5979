//! Amounts of money and points as files write them, without a floating point in between.

/// A decimal number: `digits` · 10^-`decimals`, without trailing zeros behind the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    digits: u64,
    pub(super) decimals: u32,
}

impl Amount {
    /// Reads `1000`, `1000.0`, `1000.25`, `1000,25` and, as statistics programs write large numbers, `1e+05`. A comma
    /// with three digits behind it may be meant to group thousands, and is refused rather than guessed.
    pub(super) fn read(text: &str) -> Result<Self, &'static str> {
        let (text, exponent) = match text.split_once(['e', 'E']) {
            Some((text, exponent)) => (text, exponent.parse::<i8>().map_err(|_| NO_AMOUNT)?),
            None => (text, 0),
        };
        let (whole, behind) = match text.split_once(['.', ',']) {
            Some((_, behind)) if text.contains(',') && behind.len() > 2 => {
                return Err("is ambiguous: write a point before decimals and nothing between thousands");
            }
            Some((whole, behind)) => (whole, behind.trim_end_matches('0')),
            None => (text, ""),
        };
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_number(whole) || !is_number(behind) {
            return Err(NO_AMOUNT);
        }
        let digits: u64 = format!("{whole}{behind}").parse().map_err(|_| TOO_LONG)?;
        let decimals = i64::try_from(behind.len()).map_err(|_| TOO_LONG)? - i64::from(exponent);
        let tens = u32::try_from(-decimals.min(0)).map_err(|_| TOO_LONG)?;
        let grown = 10u64
            .checked_pow(tens)
            .and_then(|factor| digits.checked_mul(factor));
        Ok(Self {
            digits: grown.ok_or(TOO_LONG)?,
            decimals: u32::try_from(decimals.max(0)).map_err(|_| TOO_LONG)?,
        })
    }

    /// In units of 10^-`decimals`, which must not be coarser than the amount itself.
    pub(super) fn in_units(self, decimals: u32) -> Result<u64, &'static str> {
        let finer = decimals
            .checked_sub(self.decimals)
            .and_then(|more| 10u64.checked_pow(more));
        finer
            .and_then(|factor| self.digits.checked_mul(factor))
            .ok_or(TOO_LONG)
    }
}

const NO_AMOUNT: &str = "is no amount of money";
const TOO_LONG: &str = "has more digits than can be counted exactly";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        let read = |text| Amount::read(text).and_then(|amount| amount.in_units(2));
        assert_eq!(read("1000"), Ok(100_000));
        assert_eq!(read("400000.0"), Ok(40_000_000));
        assert_eq!(read("0.1"), Ok(10));
        assert_eq!(read("16,5"), Ok(1650));
        assert_eq!(read("0"), Ok(0));
        assert_eq!(read("1e+05"), Ok(10_000_000));
        assert_eq!(read("1.5E3"), Ok(150_000));
        assert_eq!(read("25e-1"), Ok(250));
        assert_eq!(read("184467440737095516.15"), Ok(u64::MAX));
        for wrong in ["", ".", "-5", "e6", "1e", "1 000", "10 zł", "1.2.3", "１２"] {
            assert_eq!(read(wrong), Err("is no amount of money"), "{wrong:?}");
        }
        assert!(read("4,000").is_err_and(|reason| reason.contains("ambiguous")));
        for long in ["184467440737095516.16", "184467440737095517", "0.001", "1e99"] {
            assert_eq!(read(long), Err(TOO_LONG), "{long}");
        }
        assert_eq!(Amount::read("0.001").and_then(|amount| amount.in_units(3)), Ok(1));
    }
}
