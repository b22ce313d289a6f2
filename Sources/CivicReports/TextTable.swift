/// A table of text: columns as wide as their content, numbers to the right.
struct TextTable {
    struct Column {
        var heading: String
        var right = false
        /// Blanks before the column.
        var gap = 2
        var cells: [String] = []
        /// Colours a cell after it was filled to its width: the raw cell and the filled one.
        var paint: (@Sendable (_ cell: String, _ filled: String) -> String)?

        var width: Int { cells.reduce(DisplayWidth.of(heading)) { max($0, DisplayWidth.of($1)) } }
    }

    var columns: [Column]

    /// Columns that a line takes.
    var width: Int {
        columns.enumerated().reduce(0) { $0 + $1.element.width + ($1.offset > 0 ? $1.element.gap : 0) }
    }

    var heading: String {
        columns.enumerated().map { i, column in blanks(i) + filled(column.heading, column) }.joined()
    }

    func row(_ r: Int) -> String {
        columns.enumerated().map { i, column in
            let cell = column.cells[r]
            return blanks(i) + (column.paint?(cell, filled(cell, column)) ?? filled(cell, column))
        }.joined()
    }

    private func blanks(_ i: Int) -> String { i > 0 ? String(repeating: " ", count: columns[i].gap) : "" }

    private func filled(_ cell: String, _ column: Column) -> String {
        DisplayWidth.pad(cell, to: column.width, right: column.right)
    }
}
