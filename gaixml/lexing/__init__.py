"""From text to tokens: lines, markers, headings, tables, ready for outline.lark."""
