import Foundation

extension MPIProcessGroup {
  /// Adds numbers of all processes as the library does, in whatever order: the yardstick of `RankOrderedSums`.
  /// - Throws: `ProcessGroupError`.
  package func addAsTheLibraryDoes(_ numbers: UnsafeMutableBufferPointer<Float>) throws {
    try mpi.addInPlace(numbers)
  }
}

extension MPILibrary {
  private typealias Reduce =
    @convention(c) (UInt, UnsafeMutableRawPointer?, CInt, Handle, Handle, Handle) -> CInt

  /// `MPI_Allreduce` of single-precision numbers in the place where they are.
  fileprivate func addInPlace(_ numbers: UnsafeMutableBufferPointer<Float>) throws {
    guard let symbol = dlsym(handle, "MPI_Allreduce") else {
      throw ProcessGroupError("\(version) has no MPI_Allreduce")
    }
    let reduce = unsafeBitCast(symbol, to: Reduce.self)
    var (float, sum, inPlace): (Handle, Handle, UInt) = (0x4c00_040a, 0x5800_0003, .max)
    if let type = dlsym(handle, "ompi_mpi_float"), let operation = dlsym(handle, "ompi_mpi_op_sum") {
      (float, sum, inPlace) = (Handle(bitPattern: type), Handle(bitPattern: operation), 1)
    }
    try check(
      reduce(inPlace, numbers.baseAddress, CInt(numbers.count), float, sum, world),
      "add numbers of all processes")
  }
}
