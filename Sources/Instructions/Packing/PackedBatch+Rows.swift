extension PackedBatch {
  /// A batch with these examples in its rows, none of them cut; `nil` where a row has no room for its own.
  package init?(_ rows: [[TokenizedExample]], inputLength: Int, targetLength: Int) {
    let fits = rows.allSatisfy { row in
      row.reduce(0) { $0 + $1.inputs.count } <= inputLength
        && row.reduce(0) { $0 + $1.targets.count } <= targetLength
    }
    if !fits { return nil }
    self.init(rows: rows.count, inputLength: inputLength, targetLength: targetLength)
    for (row, examples) in rows.enumerated() {
      for (index, example) in examples.enumerated() {
        append(example, source: index, isTruncated: false, toRow: row)
      }
    }
  }
}
