use markdown::{Block, Inline};

/// All that a reader can see or follow, in the writer's order.
pub fn words(blocks: &[Block]) -> String {
    let mut all = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(inline) | Block::Heading { inline, .. } => add(inline, &mut all),
            Block::List { items, .. } => {
                all.push_str(&items.iter().map(|item| words(item)).collect::<String>());
                continue;
            }
            Block::Quote(inner) => {
                all.push_str(&words(inner));
                continue;
            }
            Block::Code(code) => all.push_str(code),
            Block::Table { head, rows } => {
                for cell in head.iter().chain(rows.iter().flatten()) {
                    add(cell, &mut all);
                }
            }
            Block::Rule => {}
        }
        all.push('\n');
    }
    all
}

fn add(inlines: &[Inline], all: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => all.push_str(text),
            Inline::Strong(inner) | Inline::Emphasis(inner) => add(inner, all),
            Inline::Link { href, inline } => {
                add(inline, all);
                // A bare address is its own text.
                if *inline != [Inline::Text(href.clone())] {
                    all.push_str(href);
                }
            }
            Inline::Break => all.push('\n'),
        }
    }
}
