/// How threads share a part of C: in runs of units, a unit being a panel of rows by some panels of columns (a
/// tile of the macro-kernel).
///
/// Units lie group of columns by group of columns, so that a run's panels of B stay in the second-level cache
/// while rows pass by.
struct PackedTiles {
  /// The number of runs.
  var count: Int { runs.count }
  /// Whether units of the same rows are in several groups of columns.
  var dividesColumns: Bool { groups > 1 }

  private let rows, columns: Int
  /// Panels of the rows and of the columns, and the groups of the columns'.
  private let rowPanels, columnPanels, groups: Int
  private let runs: ShorteningRuns

  /// Panels of rows that a run has at most where a thread copies or touches them itself: they stay in the
  /// second-level cache.
  private static let panelsOfRows = 8
  /// Runs of all columns for each thread with which little is lost at the end. Where rows are too few for as
  /// many, the columns are divided.
  private static let runsOfThread = 16
  /// Units for each thread where columns are divided.
  private static let unitsOfThread = 64
  /// Columns of a group at most: half a mebibyte of panels.
  private static let groupColumns = 256

  /// - Parameter sharesLeft: whether the panels of all rows are there.
  init(rows: Int, columns: Int, threads: Int, sharesLeft: Bool) {
    (self.rows, self.columns) = (rows, columns)
    rowPanels = Self.parts(rows, PackedProduct.blockRows)
    columnPanels = Self.parts(columns, PackedProduct.blockColumns)
    if Self.dividesColumns(rows: rows, threads: threads) {
      let width = rowPanels * columnPanels / (Self.unitsOfThread * threads)
      groups = Self.parts(columnPanels, max(1, min(width, Self.groupColumns / PackedProduct.blockColumns)))
    } else {
      groups = 1
    }
    let items = rowPanels * groups
    runs = ShorteningRuns(
      items: items, threads: threads, longest: sharesLeft ? max(items, 1) : Self.panelsOfRows)
  }

  /// Whether rows are so few for the threads that columns are divided as well.
  static func dividesColumns(rows: Int, threads: Int) -> Bool {
    let panels = parts(rows, PackedProduct.blockRows)
    return threads > 1 && parts(panels, panelsOfRows) <= (runsOfThread - 1) * threads
  }

  /// Calls `body` with the rows and columns of each rectangle of a run.
  @inline(__always)
  func forEach(_ number: Int, _ body: (_ rows: Range<Int>, _ columns: Range<Int>) -> Void) {
    let run = runs[number]
    var unit = run.lowerBound
    while unit < run.upperBound {
      let (group, first) = (unit / rowPanels, unit % rowPanels)
      let end = min(first + run.upperBound - unit, rowPanels)
      let panels = ThreadPool.range(group, of: groups, count: columnPanels)
      body(
        first * PackedProduct.blockRows..<min(end * PackedProduct.blockRows, rows),
        panels.lowerBound
          * PackedProduct.blockColumns..<min(
            panels.upperBound * PackedProduct.blockColumns, columns))
      unit += end - first
    }
  }

  /// How many parts of at most `width` make up `count`.
  private static func parts(_ count: Int, _ width: Int) -> Int { (count + width - 1) / width }
}
