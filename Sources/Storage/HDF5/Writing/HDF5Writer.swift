import CHDF5
import Diagnostics
import Foundation

/// A new HDF5 file: groups, datasets of numbers, attributes.
///
/// Objects are named by their path from the root, `tensors/encoder.final_layer_norm.weight/row`; nothing but
/// the file stays open between calls. Not safe to use from two threads at a time; two files are.
///
/// The library only writes: what it has made in memory is the one thing that it parses. Files are read by
/// `HDF5File`.
package final class HDF5Writer {
  /// The file's path as the user wrote it.
  package let path: String
  /// What the file is made in, and where its bytes will go.
  private let image: HDF5Image
  private let output: OutputFile
  private var identifier: hid_t = -1

  /// Creates a new file; nothing may be at the path. The same calls give the same bytes: no times are kept.
  ///
  /// It is made in memory and written when it is closed; unless that succeeds, nothing stays at the path.
  /// - Throws: `HDF5Error`, `FileError`.
  package init(creating path: String, fileSystem: FileSystem = .standard) throws {
    self.path = path
    image = HDF5Image()
    output = try OutputFile(creating: path, fileSystem: fileSystem)
    identifier = try HDF5Library.locked {
      let access = try fileAccess()
      try check(image.hold(access.raw))
      let creation = try properties(CHDF5_fileCreationProperties())
      // The library would read a file of that name, and takes two of the same name for one.
      return try hid_t(check(H5Fcreate(UUID().uuidString, CHDF5_createNew(), creation.raw, access.raw)))
    }
  }

  deinit {
    let identifier = identifier
    if identifier >= 0 { _ = HDF5Library.locked { H5Fclose(identifier) } }
  }

  /// Closes the file, which is when it is written. Later calls are errors.
  /// - Throws: `HDF5Error`, `FileError`; nothing is at the path then.
  package func close() throws {
    guard identifier >= 0 else { return }
    let closing = identifier
    identifier = -1
    try HDF5Library.locked { try _ = check(H5Fclose(closing)) }
    try output.write(image.bytes)
    try output.close()
  }

  /// The open file's identifier, for calls within `HDF5Library.locked`.
  func opened() throws(HDF5Error) -> hid_t {
    if identifier >= 0 { return identifier }
    throw HDF5Error(path, .cannotWrite("the file has been closed"))
  }

  /// Takes ownership of an identifier that a call of the library returned.
  /// - Throws: `HDF5Error` with the library's message where the call failed.
  func own(_ raw: hid_t, _ object: String? = nil) throws(HDF5Error) -> HDF5Identifier {
    if raw >= 0 { return HDF5Identifier(raw: raw) }
    throw failure(object)
  }

  /// Checks what a call of the library returned.
  /// - Throws: `HDF5Error` with the library's message where the call failed.
  @discardableResult
  func check(_ status: some BinaryInteger, _ object: String? = nil) throws(HDF5Error) -> Int {
    if status >= 0 { return Int(clamping: status) }
    throw failure(object)
  }

  /// A property list of the given class that keeps no times, so that the same content gives the same bytes.
  func properties(_ propertyClass: hid_t) throws(HDF5Error) -> HDF5Identifier {
    let list = try own(H5Pcreate(propertyClass))
    try check(H5Pset_obj_track_times(list.raw, false))
    return list
  }

  private func failure(_ object: String?) -> HDF5Error {
    HDF5Error(path, object: object, .cannotWrite(HDF5Library.lastMessage()))
  }

  private func fileAccess() throws(HDF5Error) -> HDF5Identifier {
    let list = try own(H5Pcreate(CHDF5_fileAccessProperties()))
    // The format of HDF5 1.8: checksums on all its metadata but the index of pieces, and readable everywhere.
    try check(H5Pset_libver_bounds(list.raw, H5F_LIBVER_V18, H5F_LIBVER_V18))
    // Locks fail on many network file systems, and the atomic store does not need them.
    try check(H5Pset_file_locking(list.raw, false, true))
    return list
  }
}
