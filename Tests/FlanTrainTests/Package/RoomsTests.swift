import Foundation
import Testing
import TestSupport

private let hasPython =
  (try? Command(["python3", "--version"], in: "/", executable: "/usr/bin/env").finish())?.status == 0

/// What `Scripts/rooms` says of this package, and of small ones that are wrong in one way each.
@Suite(.enabled(if: hasPython)) struct RoomsTests {
  private static let script = "\(Command.packageRoot)/Scripts/rooms"

  /// A package of the rooms `Ground` and, above it, `Upper`, which has two folders.
  private static func package() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      let package = Package(
        name: "small",
        targets: [
          room("Ground"),
          .target(name: "Upper", dependencies: ["Ground"]),
          .testTarget(name: "UpperTests", dependencies: ["Upper"]),
        ]
      )
      """, to: "Package.swift")
    try folder.write("public struct Stone {}\n", to: "Sources/Ground/Stone.swift")
    try folder.write(
      "import Ground\n\nstruct Window {\n  let stone: Stone\n}\n", to: "Sources/Upper/Front/Window.swift")
    try folder.write(
      "struct House {\n  let front: Window\n}\n\nprivate func stairs() {}\n",
      to: "Sources/Upper/Inside/House.swift")
    return folder
  }

  private static func run(_ folder: String) throws -> Command.Result {
    try Command([script, folder], in: folder, executable: "/usr/bin/env").finish()
  }

  @Test(.timeLimit(.minutes(1))) func package_pointsDown() throws {
    let result = try Self.run(Command.packageRoot)
    #expect(result.status == 0, "\(result.errors)")
    let manifest = try String(contentsOfFile: "\(Command.packageRoot)/Package.swift", encoding: .utf8)
    for room in manifest.matches(
      of: /(?:^ {4}room\(|executableTarget\(\s*name: )\s*"([A-Za-z-]+)"/.anchorsMatchLineEndings())
    {
      #expect(result.output.contains("  \(room.1) "), "\(room.1)")
    }
    #expect(result.output.contains("Training -> Diagnostics "))
  }

  @Test func smallPackage_isPrinted() throws {
    let folder = try Self.package()
    let result = try Self.run(folder.path)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let words = result.outputLines.map { $0.split(separator: " ").joined(separator: " ") }
    #expect(
      words == [
        "rooms, from the ground up lines files", "Ground 1 1", "Upper 10 2", "Front 5 1", "Inside 5 1",
        "arrows, with the number of imports", "Upper -> Ground 1", "no folders point to each other",
      ])
  }

  /// A change to the small package, and what is said of it.
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What is added to files, or makes them.
    let additions: [String: String]
    let message: String

    init(_ name: String, _ additions: [String: String], _ message: String) {
      testDescription = name
      self.additions = additions
      self.message = message
    }
  }

  static let faults = [
    Fault(
      "an arrow that points up", ["Sources/Ground/Grass.swift": "\n@testable import struct Upper.House\n"],
      "Sources/Ground/Grass.swift:2: Ground imports Upper, which stands above it in Package.swift."),
    Fault(
      "an import that is not declared",
      [
        "Package.swift": "\nlet other = Package(targets: [\n  room(\"Roof\"),\n])\n",
        "Sources/Roof/Roof.swift": "import Ground\n",
      ], "Sources/Roof/Roof.swift:1: Roof imports Ground but does not declare it."),
    Fault(
      "a dependency without an import",
      [
        "Package.swift": "\nlet other = Package(targets: [\n  room(\"Roof\", [\"Ground\"]),\n])\n",
        "Sources/Roof/Roof.swift": "// import Ground\n",
      ], "Package.swift:10: Roof declares Ground, which none of its files imports."),
    Fault(
      "two folders that name each other",
      ["Sources/Upper/Front/Door.swift": "/* House */\nlet text = \"House \\(House.self)\"\n"],
      "Upper/Front and Upper/Inside point to each other: Sources/Upper/Front/Door.swift:2 names House of "
        + "Upper/Inside, Sources/Upper/Inside/House.swift:2 names Window of Upper/Front."),
    Fault(
      "three folders in a circle",
      [
        "Sources/Upper/Front/Door.swift": "let garden = Garden()\n",
        "Sources/Upper/Outside/Garden.swift": "struct Garden {\n  let house: House\n}\n",
      ], "Upper/Front, Upper/Outside, Upper/Inside point to each other in a circle:"),
  ]

  @Test(arguments: faults) func fault_isNamed(_ fault: Fault) throws {
    let folder = try Self.package()
    for (name, text) in fault.additions {
      try folder.write((folder.exists(name) ? folder.read(name) : "") + text, to: name)
    }
    let result = try Self.run(folder.path)
    #expect(result.status == 1, "\(result.output)")
    #expect(result.errors.hasPrefix("error: \(fault.message)"), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
  }

  /// Comments, strings, labels, members, names of two folders and names that no other file sees are no arrows.
  @Test(arguments: [
    "// House\n/* House /* House */ House */\n", "let text = \"House\"\nlet more = #\"House \\(House)\"#\n",
    "func build(house: Int) {}\nlet built = build(house: Other.House)\n",
    "struct Shed {\n  struct House {}\n  let house: House\n}\n", "func climb() { stairs() }\n",
  ])
  func otherWords_areNoArrows(_ text: String) throws {
    let folder = try Self.package()
    try folder.write(text, to: "Sources/Upper/Front/Door.swift")
    let result = try Self.run(folder.path)
    #expect(result.status == 0, "\(result.errors)")
  }
}
