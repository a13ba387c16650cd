/// The dimensions of an attribute or dataset (HDF5 file format specification 3.0, IV.A.2.b).
enum HDF5Shape {
  /// Reads a dataspace message of version 2: the dimensions, none for a scalar.
  /// - Throws: `HDF5Error`, which names a kind that is not written.
  static func read(_ block: inout HDF5Block) throws(HDF5Error) -> [UInt64] {
    try block.expect(2, "version")
    let (rank, flags) = (try block.byte(), try block.byte())
    if flags > 1 { throw block.foreign("a dataspace with flags \(flags)") }
    if rank > 32 { throw block.damaged("has \(rank) dimensions") }
    try block.expect(rank == 0 ? 0 : 1, "type")
    var shape: [UInt64] = []
    for _ in 0..<rank { shape.append(try block.number(8)) }
    // Room to grow is never made use of.
    if flags == 1 {
      for dimension in shape where try block.number(8) != dimension {
        throw block.foreign("a dataset that may grow")
      }
    }
    return shape
  }
}
