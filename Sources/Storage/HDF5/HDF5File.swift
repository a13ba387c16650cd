import CHDF5
import Diagnostics
import Foundation

/// An open HDF5 file: groups, datasets of numbers, attributes.
///
/// Objects are named by their path from the root, `tensors/encoder.final_layer_norm.weight/row`; nothing but
/// the file stays open between calls. Not safe to use from two threads at a time; two files are.
public final class HDF5File {
  /// The file's path as the user wrote it.
  public let path: String
  private var identifier: hid_t = -1
  /// What a new file is made in, and where its bytes will go.
  private var new: (image: HDF5Image, output: OutputFile)?
  private var isWritable: Bool { new != nil }

  /// Creates a new file; nothing may be at the path. The same calls give the same bytes: no times are kept.
  ///
  /// It is made in memory and written when it is closed; unless that succeeds, nothing stays at the path.
  /// - Throws: `HDF5Error`, `FileError`.
  public init(creating path: String, fileSystem: FileSystem = .standard) throws {
    self.path = path
    let (image, output) = (HDF5Image(), try OutputFile(creating: path, fileSystem: fileSystem))
    new = (image, output)
    identifier = try HDF5Library.locked {
      let access = try fileAccess()
      try check(image.hold(access.raw))
      let creation = try properties(CHDF5_fileCreationProperties())
      // The library would read a file of that name, and takes two of the same name for one.
      return try hid_t(check(H5Fcreate(UUID().uuidString, CHDF5_createNew(), creation.raw, access.raw)))
    }
  }

  /// Opens an existing file for reading.
  /// - Throws: `FileError`, `HDF5Error`.
  public init(reading path: String) throws {
    self.path = path
    try InputFile.requireFile(path, what: "HDF5 file")
    identifier = try HDF5Library.locked {
      let access = try fileAccess()
      let raw = H5Fopen(path, CHDF5_readOnly(), access.raw)
      if raw < 0 { throw HDF5Error(path, .cannotOpen(HDF5Library.lastMessage())) }
      return raw
    }
  }

  deinit {
    let identifier = identifier
    if identifier >= 0 { _ = HDF5Library.locked { H5Fclose(identifier) } }
  }

  /// Closes the file, which is when a new one is written. Later calls are errors.
  /// - Throws: `HDF5Error`, `FileError`; nothing is at the path of a new file then.
  public func close() throws {
    guard identifier >= 0 else { return }
    let closing = identifier
    identifier = -1
    defer { new = nil }
    try HDF5Library.locked { try _ = check(H5Fclose(closing)) }
    if let new {
      try new.output.write(new.image.bytes)
      try new.output.close()
    }
  }

  /// The open file's identifier, for calls within `HDF5Library.locked`.
  func opened() throws(HDF5Error) -> hid_t {
    if identifier >= 0 { return identifier }
    throw HDF5Error(path, .cannotOpen("the file has been closed"))
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
    let message = HDF5Library.lastMessage()
    return HDF5Error(path, object: object, isWritable ? .cannotWrite(message) : .cannotRead(message))
  }

  private func fileAccess() throws(HDF5Error) -> HDF5Identifier {
    let list = try own(H5Pcreate(CHDF5_fileAccessProperties()))
    // The format of HDF5 1.8: checksums on all its metadata, and readable everywhere.
    try check(H5Pset_libver_bounds(list.raw, H5F_LIBVER_V18, H5F_LIBVER_V18))
    // Locks fail on many network file systems, and the atomic store does not need them.
    try check(H5Pset_file_locking(list.raw, false, true))
    return list
  }
}
