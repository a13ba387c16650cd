import Foundation

/// How the packages that bring plug-ins lay out their files.
enum PlugInLayout {
  /// Folders below one of Python's packages; `*` stands for any one folder.
  private static let folders = [
    ".", "jax_plugins/*", "xla_plugins/*", "libtpu", "lammps_jax_pjrt_cpu", "fastatomstruct_xla_cpu",
  ]

  /// Words in names of files and folders that say only that they are plug-ins.
  private static let fillers: Set<String> = ["lib", "pjrt", "libpjrt", "c", "api", "plugin", "xla"]

  /// The plug-ins below a folder of packages.
  static func plugIns(below packages: String) -> [PlugInSearch.Candidate] {
    folders.flatMap { pattern -> [PlugInSearch.Candidate] in
      let parts = pattern.split(separator: "/")
      let base = parts.first == "." ? packages : "\(packages)/\(parts[0])"
      if parts.last != "*" { return plugIns(in: base, named: nil, packages) }
      return names(in: base).flatMap { plugIns(in: "\(base)/\($0)", named: name(of: $0), packages) }
    }
  }

  /// What one calls the plug-in of a file: `cpu` for `libpjrt_cpu.so`.
  static func name(ofFile path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return name(of: String(file.prefix { $0 != "." }))
  }

  /// The names in a folder, sorted; none where there is no such folder.
  static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
  }

  private static func plugIns(in folder: String, named name: String?, _ place: String) -> [PlugInSearch
    .Candidate]
  {
    names(in: folder).filter(isPlugIn).map {
      PlugInSearch.Candidate(name: name ?? Self.name(ofFile: $0), path: "\(folder)/\($0)", place: place)
    }
  }

  /// Whether a file is a plug-in by its name: its packages hold other libraries as well.
  private static func isPlugIn(_ file: String) -> Bool {
    (file.hasSuffix(".so") || file.hasSuffix(".dylib"))
      && (file.contains("pjrt") || file.contains("plugin") || file.hasPrefix("libtpu."))
  }

  private static func name(of text: String) -> String {
    let words = text.split(separator: "_").map(String.init).filter { !fillers.contains($0) }
    let name = words.joined(separator: "-")
    return name == "libtpu" ? "tpu" : name.isEmpty ? text : name
  }
}
