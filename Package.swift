// swift-tools-version: 6.2
import PackageDescription

/// Set FLAN_TRAIN_PORTABLE=1 to depend on this package by version: SwiftPM refuses such dependencies with unsafe flags.
/// The kernels are then slow. What runs on other machines, and fast, is built by `make dist`.
let isPortable = Context.environment["FLAN_TRAIN_PORTABLE"] != nil

/// The processor that kernels are compiled for: `native`, which is the one that they are built on, or a level that many
/// have in common. `make install` and `make dist` build each level.
let processor = Context.environment["FLAN_TRAIN_PROCESSOR"] ?? "native"

let levels = ["x86-64-v2": 2, "x86-64-v3": 3, "x86-64-v4": 4, "armv8-a": 0]
if processor != "native", levels[processor] == nil {
  fatalError("FLAN_TRAIN_PROCESSOR is 'native' or one of \(levels.keys.sorted().joined(separator: ", "))")
}

/// What a build for a level asks of the processor before it does anything else; a native build asks nothing.
let startupSettings: [CSetting] = levels[processor].map { [.define("FLAN_TRAIN_LEVEL", to: "\($0)")] } ?? []

/// Kernels are loops over unchecked memory; in debug builds they are optimised as well, since unoptimised SIMD code
/// is some 300 times slower. The tests run the code that is shipped.
func settingsOfKernels(for processor: String) -> [SwiftSetting] {
  [
    .unsafeFlags(["-Ounchecked"], .when(configuration: .release)),
    .unsafeFlags(["-O"], .when(configuration: .debug)),
    .unsafeFlags(["-Xcc", "-march=\(processor)"]),
  ] + (processor == "native" ? [.define("NATIVE_PROCESSOR")] : [])
    + (processor == "x86-64-v2" ? [] : [.define("FUSED_MULTIPLY_ADD")])
}

let kernelSettings = isPortable ? [] : settingsOfKernels(for: processor)

let settings: [SwiftSetting] = isPortable ? [] : [.unsafeFlags(["-warnings-as-errors"])]

func room(_ name: String, _ dependencies: [Target.Dependency] = [], settings extra: [SwiftSetting] = [])
  -> Target
{
  .target(name: name, dependencies: dependencies, swiftSettings: settings + extra)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, resources: resources,
    swiftSettings: settings)
}

/// What the scripts in Tests/References made.
let fixtures: [Resource] = [.copy("Fixtures")]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")

let package = Package(
  name: "flan-train",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "flan-train", targets: ["flan-train"]),
    .executable(name: "generate-data", targets: ["generate-data"]),
    .library(
      name: "FlanTrain",
      targets: ["Autograd", "CPURuntime", "Models", "Optimizers", "Tokenization"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "3.12.3"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    // Only for `make docs`; nothing of it is built into the command.
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    // Rooms, from the ground up: imports only point to earlier ones.
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(name: "CInstructions"),
    .target(name: "CStartup", cSettings: startupSettings),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"]), .brew(["hdf5"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CPJRT"),
    room("Diagnostics"),
    room("ProcessGroups", ["Diagnostics"], settings: kernelSettings),
    room("Text", ["Diagnostics"]),
    room("ByteStreams", ["CZlib", "Diagnostics"]),
    room("JSON", ["ByteStreams", "Diagnostics"]),
    room("Settings", ["Diagnostics", "JSON"]),
    room("Autograd"),
    room("CPURuntime", ["Autograd", "COpenBLAS", "CInstructions", "CStartup"], settings: kernelSettings),
    room("Optimizers", ["Autograd"]),
    room("Models", ["Autograd"]),
    .target(
      name: "Tokenization", dependencies: ["Diagnostics", "JSON", protobuf],
      exclude: ["Generated/sentencepiece_vocabulary.proto"], swiftSettings: settings),
    room("Storage", ["CHDF5", "CZlib", "Diagnostics", crypto]),
    room("PJRT", ["CPJRT", "Diagnostics", "Storage"]),
    room("XLARuntime", ["Autograd", "PJRT"]),
    room("Commands", ["Diagnostics", subprocess]),
    room(
      "Instructions",
      ["ByteStreams", "Commands", "Diagnostics", "JSON", "Storage", "Tokenization", crypto]),
    room("Checkpoints", ["Autograd", "Diagnostics", "JSON", "Models", "Storage"]),
    room(
      "Evaluation",
      [
        "Autograd", "ByteStreams", "Diagnostics", "Instructions", "JSON", "Models", "ProcessGroups",
        "Storage",
        "Tokenization",
      ]),
    room(
      "Recipes",
      [
        "Autograd", "Checkpoints", "Commands", "Diagnostics", "Evaluation", "Instructions", "JSON", "Models",
        "Optimizers", "Settings", "Storage", "Text", "Tokenization", crypto,
      ]),
    room(
      "Runs",
      [
        "Autograd", "Commands", "Diagnostics", "Evaluation", "Instructions", "JSON", "Models", "Recipes",
        "Storage",
      ]),
    room(
      "Setup",
      [
        "Checkpoints", "Commands", "Diagnostics", "Evaluation", "Instructions", "JSON", "Models", "Recipes",
        "Runs", "Settings", "Storage", "Tokenization",
      ]),
    room(
      "Training",
      [
        "Autograd", "Checkpoints", "Diagnostics", "Evaluation", "Instructions", "JSON", "Models",
        "Optimizers", "ProcessGroups", "Recipes", "Runs", "Settings", "Setup", "Storage", "Text",
        "Tokenization", crypto,
      ]),
    room(
      "Inspection",
      [
        "Autograd", "ByteStreams", "Checkpoints", "Commands", "Diagnostics", "Evaluation", "Instructions",
        "JSON", "Models", "PJRT", "Recipes", "Runs", "Setup", "Storage", "Tokenization", "Training",
      ]),
    room(
      "Inference",
      [
        "Autograd", "Checkpoints", "Diagnostics", "Evaluation", "Instructions", "JSON", "Models", "Recipes",
        "Runs", "Setup", "Storage", "Text", "Tokenization", "Training",
      ]),
    room(
      "Studies",
      [
        "Autograd", "Commands", "Diagnostics", "Evaluation", "Instructions", "JSON", "Recipes", "Runs",
        "Settings", "Setup", "Storage", "Training",
      ]),
    room(
      "Reports",
      [
        "Diagnostics", "Evaluation", "Inspection", "Instructions", "JSON", "Recipes", "Runs", "Setup",
        "Storage", "Studies", "Text", "Tokenization", "Training",
      ]),
    room("TaskGenerator", ["Diagnostics", "Storage", "Tokenization"]),
    room("MachineLimits", settings: kernelSettings),
    room("Benchmarking", ["Diagnostics"]),
    room(
      "Endurance",
      [
        "CPURuntime", "Diagnostics", "Evaluation", "JSON", "Recipes", "Reports", "Runs", "Storage",
        "Training",
      ]),
    .executableTarget(
      name: "flan-train",
      dependencies: [
        "Autograd", "CPURuntime", "Diagnostics", "Evaluation", "Inference", "Inspection", "Instructions",
        "JSON", "Models", "PJRT", "ProcessGroups", "Recipes", "Reports", "Runs", "Settings", "Setup",
        "Storage",
        "Studies", "TaskGenerator", "Text", "Tokenization", "Training", "XLARuntime", argumentParser,
      ], swiftSettings: settings),
    .executableTarget(
      name: "generate-data", dependencies: ["Diagnostics", "TaskGenerator", argumentParser],
      swiftSettings: settings),
    .executableTarget(
      name: "benchmark",
      dependencies: [
        "Autograd", "Benchmarking", "COpenBLAS", "CPURuntime", "Checkpoints", "Diagnostics", "Evaluation",
        "Instructions", "MachineLimits", "Models", "Optimizers", "JSON", "ProcessGroups", "Tokenization",
        "Training", argumentParser,
      ], swiftSettings: settings),
    .executableTarget(
      name: "endure", dependencies: ["Endurance", argumentParser], swiftSettings: settings),
    // Tests mirror the rooms.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .target(
      name: "AutogradTestSupport", dependencies: ["Autograd"], path: "Tests/AutogradTestSupport",
      swiftSettings: settings + kernelSettings),
    .target(
      name: "ProcessGroupsTestSupport", dependencies: ["ProcessGroups"],
      path: "Tests/ProcessGroupsTestSupport",
      swiftSettings: settings),
    tests("ProcessGroups", ["Diagnostics", "ProcessGroupsTestSupport"]),
    tests("Autograd", ["AutogradTestSupport"], resources: fixtures),
    tests("CPURuntime", ["Autograd", "AutogradTestSupport"]),
    tests("Optimizers", ["Autograd", "CPURuntime"], resources: fixtures),
    tests("Models", ["Autograd", "AutogradTestSupport", "CPURuntime", "Optimizers"], resources: fixtures),
    tests("Tokenization", ["Diagnostics", "JSON", protobuf], resources: fixtures),
    tests("ByteStreams", ["CZlib", "Diagnostics"]),
    .target(
      name: "CommandsTestSupport", dependencies: ["Commands"], path: "Tests/CommandsTestSupport",
      swiftSettings: settings),
    tests("Commands", ["CommandsTestSupport", "Diagnostics"]),
    tests("Storage", ["CHDF5", "Diagnostics", "TestSupport"], resources: fixtures),
    tests(
      "XLARuntime",
      [
        "Autograd", "AutogradTestSupport", "CPURuntime", "Evaluation", "Instructions", "Models", "Optimizers",
        "PJRT", "RunTestSupport",
      ]),
    tests("PJRT", ["CPJRT", "Diagnostics", "Storage", "TestSupport"], resources: fixtures),
    tests(
      "Instructions",
      [
        "ByteStreams", "CZlib", "Commands", "CommandsTestSupport", "Diagnostics", "JSON", "Storage",
        "Tokenization",
      ],
      resources: fixtures),
    tests("Checkpoints", ["Diagnostics", "JSON", "Storage", "TestSupport"], resources: fixtures),
    tests("Diagnostics", []),
    tests("Text", ["Diagnostics"]),
    tests("JSON", ["Diagnostics"]),
    tests(
      "Evaluation",
      [
        "Autograd", "AutogradTestSupport", "CPURuntime", "Diagnostics", "Instructions", "Models", "JSON",
        "Storage", "TestSupport", "Tokenization",
      ], resources: fixtures),
    .target(
      name: "RunTestSupport",
      dependencies: [
        "Autograd", "CPURuntime", "Diagnostics", "Evaluation", "Instructions", "JSON", "Models", "Optimizers",
        "ProcessGroups", "Recipes", "Reports", "Runs", "Storage", "TestSupport", "Training",
      ],
      path: "Tests/RunTestSupport", swiftSettings: settings),
    tests(
      "Recipes",
      [
        "Diagnostics", "Evaluation", "Instructions", "JSON", "RunTestSupport", "Runs", "Settings",
        "TestSupport",
      ]),
    tests("Runs", ["Diagnostics", "Evaluation", "JSON", "Recipes", "RunTestSupport", "TestSupport"]),
    tests(
      "Setup",
      [
        "Diagnostics", "Instructions", "JSON", "Models", "Recipes", "RunTestSupport", "Runs", "Settings",
        "TestSupport",
      ]),
    tests(
      "Training",
      [
        "Autograd", "AutogradTestSupport", "CPURuntime", "Checkpoints", "Diagnostics", "Evaluation",
        "Inspection", "Instructions", "JSON", "Models", "Optimizers", "ProcessGroups",
        "ProcessGroupsTestSupport",
        "Recipes", "Reports", "RunTestSupport", "Runs", "Settings", "Setup", "Storage", "TestSupport",
        "Tokenization",
      ]),
    tests(
      "Inspection",
      [
        "Autograd", "CommandsTestSupport", "Diagnostics", "Instructions", "PJRT", "Recipes",
        "RunTestSupport", "Setup", "TestSupport",
      ]),
    tests(
      "Inference",
      [
        "Autograd", "CPURuntime", "Checkpoints", "Diagnostics", "Evaluation", "Instructions", "JSON",
        "Models", "RunTestSupport", "Runs", "Setup", "TestSupport", "Text", "Tokenization", "Training",
      ]),
    tests(
      "Studies",
      [
        "Commands", "Diagnostics", "Evaluation", "Instructions", "JSON", "Recipes", "Runs", "Settings",
        "TestSupport", "Training",
      ]),
    .testTarget(
      name: "FlanTrainTests",
      dependencies: [
        "flan-train", "Checkpoints", "Diagnostics", "Endurance", "JSON", "Models", "PJRT", "Recipes",
        "Settings", "TestSupport", "Training",
      ],
      resources: [.copy("Fixtures/surface.txt")], swiftSettings: settings),
    tests(
      "Reports",
      [
        "Diagnostics", "Evaluation", "Inspection", "JSON", "Recipes", "Runs", "Storage", "Studies",
        "TestSupport", "Text", "Training",
      ]),
    tests("Benchmarking", ["Diagnostics"]),
    tests("MachineLimits", []),
    tests("TaskGenerator", ["Diagnostics", "JSON", "Storage", "TestSupport", "Tokenization"]),
  ]
)

#if arch(x86_64) && os(Linux)
  // The kernels for every level side by side, for tests alone: folders of links to their sources.
  if !isPortable {
    let variants = [2, 3, 4].map { level in
      Target.target(
        name: "CPURuntimeV\(level)", dependencies: ["Autograd", "COpenBLAS", "CInstructions", "CStartup"],
        path: "Tests/KernelVariants/CPURuntimeV\(level)",
        swiftSettings: settings + settingsOfKernels(for: "x86-64-v\(level)"))
    }
    package.targets += variants
    let modules = variants.map { Target.Dependency.byName(name: $0.name) }
    package.targets.append(
      .testTarget(
        name: "KernelVariantsTests",
        dependencies: ["Autograd", "CPURuntime", "CStartup", "Models", "Optimizers"] + modules,
        swiftSettings: settings))
  }
#endif
