import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Storage

/// HDF5 files where the system refuses to write them.
@Suite struct RefusedHDF5Tests {
  /// The operation that is refused, and whether the file has been made by then.
  @Test(arguments: [FileOperation.createFile, .write])
  func nothingStaysBehind(refused: FileOperation) throws {
    let folder = try TemporaryFolder()
    let full = FileSystem { operation, _ throws(SystemFailure) in
      if operation == refused { throw SystemFailure(code: ENOSPC) }
    }
    // The library itself would crash at the end of the process, or here.
    for layout in [HDF5Layout.contiguous, .deflated(level: 1), .checked(level: 1, rows: 64)] {
      let error = thrown(FileError.self) {
        let file = try HDF5Writer(creating: folder.file("x.h5"), fileSystem: full)
        try [Float](repeating: 1, count: 100_000).withUnsafeBufferPointer {
          try file.write("a/b", shape: [$0.count], values: $0, layout: layout)
        }
        try file.close()
      }
      #expect(
        error
          == .refused(
            path: folder.file("x.h5"), operation: refused.rawValue, reason: String(cString: strerror(ENOSPC)))
      )
      #expect(names(in: folder.path) == [])
    }
  }

  @Test func whatIsNotClosedIsNotThere() throws {
    let folder = try TemporaryFolder()
    try HDF5Writer(creating: folder.file("x.h5")).createGroup("a")
    #expect(names(in: folder.path) == [])
    // Its name is free again.
    let file = try HDF5Writer(creating: folder.file("x.h5"))
    try file.createGroup("b")
    try file.close()
    let read = try HDF5File(reading: folder.file("x.h5"))
    #expect(try read.contains("b") && !read.contains("a"))
  }
}
