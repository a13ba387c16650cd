import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The libraries of NVIDIA's that Python's packages bring along: in `nvidia/*/lib`, two folders above a plug-in of JAX's.
///
/// The plug-in asks for each by its bare name when it first needs it, and the system knows nothing of these folders; what has
/// been loaded before, by its path, is found under its name.
package struct VendorLibraries: Sendable, Equatable {
  /// The names up to `.so`, those first that others need.
  private static let order = [
    "libcudart", "libnvrtc", "libnvJitLink", "libcublasLt", "libcublas", "libcusparse", "libcusolver",
    "libcufft",
    "libcupti", "libnccl", "libnvshmem_host", "libcudnn",
  ]

  /// The libraries' files, those first that others need; none where the machine has its own.
  package let files: [String]
  /// The folder with NVIDIA's assembler and its library for device code, where there is one.
  package let dataFolder: String?

  /// What lies beside the plug-in at `path`.
  package init(besidePlugIn path: String) {
    let packages = URL(fileURLWithPath: path).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let nvidia = packages.appendingPathComponent("nvidia").path
    let parts = PlugInLayout.names(in: nvidia).map { "\(nvidia)/\($0)" }
    let found = parts.flatMap { part in PlugInLayout.names(in: "\(part)/lib").map { "\(part)/lib/\($0)" } }
    files = Self.order.flatMap { name in found.filter { $0.contains("/\(name).so") } }
    dataFolder = parts.first { part in
      FileManager.default.fileExists(atPath: "\(part)/nvvm/libdevice")
        || FileManager.default.fileExists(atPath: "\(part)/bin/ptxas")
    }
  }

  /// Loads them, so that the plug-in finds them by name. One that cannot be loaded is left for the plug-in to
  /// miss, which knows whether it needs it.
  /// - Returns: the versions of those whose versions matter.
  func load() -> VendorVersions {
    var versions = VendorVersions()
    for file in files {
      guard let library = dlopen(file, RTLD_NOW | RTLD_GLOBAL) else { continue }
      if file.contains("/libcudnn.so") { versions.cudnn = Self.version(library, "cudnnGetVersion") }
      if file.contains("/libcublasLt.so") { versions.cublas = Self.version(library, "cublasLtGetVersion") }
    }
    return versions
  }

  private static func version(_ library: UnsafeMutableRawPointer, _ function: String) -> Int? {
    typealias GetVersion = @convention(c) () -> Int
    return dlsym(library, function).map { unsafeBitCast($0, to: GetVersion.self)() }
  }
}

/// The versions of NVIDIA's libraries, as they tell them.
package struct VendorVersions: Sendable, Equatable {
  /// cuDNN's, such as 91002 for 9.10.2; `nil` where the machine's own is used.
  package var cudnn: Int?
  /// cuBLAS's, such as 120901 for 12.9.1.
  package var cublas: Int?

  /// What makes them compute wrong numbers on so many cards; `nil` where nothing is known to.
  ///
  /// JAX refuses the same (jax_plugins/cuda), after cuDNN's release notes 9.10.1.
  package func flaw(deviceCount: Int) -> String? {
    guard deviceCount > 1, let cudnn, cudnn < 91_001, let cublas, cublas >= 120_900 else { return nil }
    return
      "cuDNN \(cudnn) with cuBLAS \(cublas) computes wrong products on several cards; take cuDNN 9.10.1 or newer, "
      + "or one card"
  }
}
