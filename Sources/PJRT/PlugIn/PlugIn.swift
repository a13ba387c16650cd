import CPJRT
import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A library that compiles and runs programs on one kind of device: XLA behind the PJRT C API.
///
/// It stays loaded until the process ends, since XLA cannot be unloaded; loading it again gives the same library.
package final class PlugIn: @unchecked Sendable {
  /// A version of the C API: plug-ins of a major version understand each other's structs.
  package struct APIVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Changes with what is incompatible.
    package let major: Int
    /// Changes with what is added.
    package let minor: Int

    /// A version.
    package init(_ major: Int, _ minor: Int) { (self.major, self.minor) = (major, minor) }

    /// Whether the first is older.
    package static func < (first: Self, second: Self) -> Bool {
      (first.major, first.minor) < (second.major, second.minor)
    }

    /// Such as `0.81`.
    package var description: String { "\(major).\(minor)" }
  }

  /// The oldest version that is understood: the one that this program's structs are those of.
  package static let oldestVersion = APIVersion(0, 81)

  /// The library's file.
  package let path: String
  /// The version of the C API that it was built with.
  package let version: APIVersion
  /// The vendor's libraries that were loaded for it.
  package let vendor: VendorLibraries
  /// Their versions.
  package let vendorVersions: VendorVersions
  /// What it says of itself: `xla_version`, the versions of StableHLO that it reads.
  package private(set) var attributes: [String: NamedValue] = [:]
  /// SHA-256 of the file, once somebody has asked for it (`contentHash`).
  let knownHash = Mutex<String?>(nil)
  /// The table of its calls. It is never written to.
  private let table: UnsafePointer<PJRT_Api>

  /// Loads the library at `path`, after the libraries of a graphics card's vendor that lie beside it, and makes it ready.
  /// - Throws: `PlugInError`, or `PJRTError` where the library itself fails.
  package init(path: String) throws {
    try PlugInError.requireLibrary(path)
    // What XLA logs is for its developers; what goes wrong comes as an error.
    setenv("TF_CPP_MIN_LOG_LEVEL", "2", 0)
    vendor = VendorLibraries(besidePlugIn: path)
    vendorVersions = vendor.load()
    // A name without a slash would be looked for among the system's libraries.
    guard let library = dlopen(path.contains("/") ? path : "./\(path)", RTLD_NOW | RTLD_LOCAL) else {
      throw PlugInError(path, .notLoaded(reason: dlerror().map { String(cString: $0) } ?? "no reason given"))
    }
    guard let symbol = dlsym(library, "GetPjrtApi") else {
      dlclose(library)
      throw PlugInError(path, .noEntry)
    }
    guard let table = unsafeBitCast(symbol, to: PJRT_GetApi.self)() else {
      throw PlugInError(path, .noTable)
    }
    version = try Self.checkedVersion(of: table.pointee, path: path)
    (self.path, self.table) = (path, table)
    try startOnce()
    let own = try call("tell its attributes", PJRT_Plugin_Attributes_Args.self) { _ in }
    attributes = NamedValue.values(at: own.attributes, count: own.num_attributes)
  }

  /// The tables whose plug-ins have been started.
  private static let started = Mutex<Set<UnsafePointer<PJRT_Api>>>([])

  /// Makes the library ready, where this process has not done so before: it may be asked to but once.
  /// - Throws: `PJRTError`.
  private func startOnce() throws(PJRTError) {
    try Self.started.withLock { started throws(PJRTError) in
      if started.contains(table) { return }
      try call("start", PJRT_Plugin_Initialize_Args.self) { _ in }
      started.insert(table)
    }
  }

  /// The version of a table, where it is one that this program understands.
  /// - Throws: `PlugInError`.
  static func checkedVersion(of table: PJRT_Api, path: String) throws(PlugInError) -> APIVersion {
    if table.struct_size < MemoryLayout<PJRT_Api>.size { throw PlugInError(path, .noTable) }
    let (major, minor) = (table.pjrt_api_version.major_version, table.pjrt_api_version.minor_version)
    let version = APIVersion(Int(major), Int(minor))
    if version < oldestVersion { throw PlugInError(path, .tooOld(version)) }
    if version.major > oldestVersion.major { throw PlugInError(path, .tooNew(version)) }
    return version
  }

  /// The call at a place of the table, or `nil` where the table ends before it or has none there.
  func function(_ place: PJRT_Function) -> PJRT_Call? { entry(place, as: PJRT_Call?.self) ?? nil }

  /// The same for the calls that cannot fail.
  func safeFunction(_ place: PJRT_Function) -> PJRT_SafeCall? { entry(place, as: PJRT_SafeCall?.self) ?? nil }

  private func entry<Entry>(_ place: PJRT_Function, as type: Entry.Type) -> Entry? {
    let offset = MemoryLayout<PJRT_Api>.size + Int(place.rawValue) * MemoryLayout<Entry>.stride
    guard offset + MemoryLayout<Entry>.size <= table.pointee.struct_size else { return nil }
    return UnsafeRawPointer(table).load(fromByteOffset: offset, as: type)
  }
}
