//! A QR code for the terminal: two modules a character, so that it is square.

use std::io::IsTerminal;

use fast_qr::QRBuilder;

/// None when the text is too long for a code.
pub fn drawn(text: &str) -> Option<String> {
    let code = QRBuilder::new(text).build().ok()?;
    let size = code.size as isize;
    // Scanners need four light modules around the code; terminals are mostly dark, so light is what gets painted.
    let light = |x: isize, y: isize| {
        !(0..size).contains(&x) || !(0..size).contains(&y) || !code[y as usize][x as usize].value()
    };
    // A terminal with dark letters on white would turn the code inside out, so the colours are named where they can be.
    let (begin, end) = if std::io::stdout().is_terminal() {
        ("\x1b[97;40m", "\x1b[0m")
    } else {
        ("", "")
    };
    let mut picture = String::new();
    for y in (-4..size + 4).step_by(2) {
        picture.push_str("  ");
        picture.push_str(begin);
        for x in -4..size + 4 {
            picture.push(match (light(x, y), light(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        picture.push_str(end);
        picture.push('\n');
    }
    Some(picture)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_code_is_square_and_framed() {
        let picture = super::drawn("http://192.168.1.20:8080").unwrap();
        let lines: Vec<&str> = picture.lines().collect();
        let width = lines[0].chars().count() - 2;
        assert!(lines.iter().all(|line| line.chars().count() == width + 2));
        assert_eq!(lines.len(), width.div_ceil(2));
        assert!(lines[0].trim().chars().all(|char| char == '█'));
    }
}
