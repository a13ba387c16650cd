import ByteStreams
import Diagnostics
import Storage

/// A file that is written line by line beside its place and renamed into it when it is whole; one whose name
/// ends in `.gz` is compressed.
package final class LineFile {
  private static let pieceSize = 1 << 16
  private let draft: Draft
  private let file: OutputFile
  private let deflater: Deflater?
  private var waiting: [UInt8] = []

  /// Begins a file at `path`; what lies there stays until `finish`.
  /// - Throws: `FileError.refused`.
  package init(writing path: String) throws(FileError) {
    if FolderChain.isFolder(path) {
      throw .refused(path: path, operation: "write the file", reason: "it is a folder")
    }
    draft = Draft(of: path)
    draft.clear()
    if path.hasSuffix(".gz") {
      deflater = Deflater()
      if deflater == nil {
        throw .refused(path: path, operation: "compress the file", reason: "zlib has no memory for it")
      }
    } else {
      deflater = nil
    }
    do throws(FileError) {
      file = try OutputFile(creating: draft.path, fileSystem: .standard)
    } catch {
      guard case .refused(_, let operation, let reason) = error else { throw error }
      throw .refused(path: path, operation: operation, reason: reason)
    }
  }

  /// Adds a line, without its end.
  /// - Throws: `FileError.refused`.
  package func append(_ line: some Sequence<UInt8>) throws(FileError) {
    waiting += line
    waiting.append(UInt8(ascii: "\n"))
    if waiting.count >= Self.pieceSize { try flush(finishing: false) }
  }

  /// Forces the file to the disk and puts it in its place.
  /// - Throws: `FileError.refused`; whatever was at the path is then unchanged.
  package func finish() throws(FileError) {
    try flush(finishing: true)
    try file.close()
    do throws(FileError) {
      try draft.finishFile()
    } catch {
      draft.discard()
      throw error
    }
  }

  private func flush(finishing: Bool) throws(FileError) {
    let bytes = deflater?.deflate(waiting, finishing: finishing) ?? waiting
    waiting.removeAll(keepingCapacity: true)
    let failure: FileError? = bytes.withUnsafeBytes { bytes in
      do throws(FileError) {
        try file.write(bytes)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
  }
}
