import Autograd
import Commands
import Diagnostics
import Foundation
import Recipes
import Storage

/// What a run was made of, its provenance: enough to tell whether two runs can be compared, or one resumed.
package struct RunPassport: Sendable, Codable, Equatable {
  /// A file or folder that went into the run.
  package struct Input: Sendable, Codable, Equatable {
    /// The dotted key of the setting that names it.
    package var key: String
    /// The path as the recipe has it; in a file, of an absolute one the last name.
    package var path: String
    /// SHA-256 of its content (`ContentHash.of(path:what:)`); of a command, of what it wrote.
    package var sha256: String
    /// The program and its arguments, where a command has written it; `path` is then the command as one would
    /// type it.
    package var command: [String]?

    /// An input.
    package init(key: String, path: String, sha256: String, command: [String]? = nil) {
      self.key = key
      self.path = path
      self.sha256 = sha256
      self.command = command
    }
  }

  /// The program's version.
  package var programVersion: String
  /// SHA-256 of the program's file, where it could be read.
  package var programSHA256: String?
  /// The run's name.
  package var name: String
  /// The recipe's file when the run was first started; `RunFolder.recipeOrigin()` knows its folder.
  package var recipeFile: String
  /// SHA-256 of the recipe as given.
  package var recipeSHA256: String
  /// SHA-256 of the resolved recipe.
  package var resolvedRecipeSHA256: String
  /// The overrides of the command line.
  package var overrides: [String]
  /// What changes the weights, in words: the optimizer and its schedule; `nil` in passports of earlier
  /// versions.
  package var optimizer: String?
  /// The task files and folders, in the recipe's order.
  package var data: [Input]
  /// The vocabulary; `nil` for bytes.
  package var tokenizer: Input?
  /// The initial weights: a file's hash, or `nil` when they follow from the seed.
  package var initialWeights: Input?
  /// The adapter that is trained in place of the weights, in words; `nil` where these are trained.
  package var adapter: String?
  /// Blocks that the backward pass computes again, to stay within a limit of memory; results do not depend on
  /// it.
  package var recomputedBlocks: Int?
  /// Threads that the run uses; results are the same for the same number.
  package var threads: Int
  /// The processor's model, as the system names it.
  package var processor: String
  /// The processor that the program's kernels are compiled for; `nil` in passports of earlier versions.
  package var kernels: String?
  /// Who makes matrix products, such as a BLAS library as it describes itself.
  package var blas: String
  /// The operating system's name and version.
  package var operatingSystem: String
  /// The device and the plug-in of XLA's that the run's programs are compiled by; `nil` where the processor itself
  /// computes.
  package var device: Device?

  /// A passport for `loaded`; the inputs are to be filled in by who has found them.
  /// - Parameters:
  ///   - programVersion: the program's version.
  ///   - runtime: what the run's runtime says of itself.
  package init(of loaded: LoadedRecipe, programVersion: String, runtime: RuntimeDescription) {
    self.programVersion = programVersion
    name = loaded.recipe.name
    recipeFile = loaded.file
    recipeSHA256 = ContentHash.of(loaded.text)
    resolvedRecipeSHA256 = loaded.recipe.hash
    overrides = loaded.overrides
    optimizer = loaded.recipe.optimizer.words
    adapter = loaded.recipe.model.adapter?.words
    data = []
    (threads, kernels, blas) = (runtime.threads, runtime.kernels, runtime.matrixProducts)
    processor = RunPassport.processorName
    operatingSystem = ProcessInfo.processInfo.operatingSystemVersionString
    device = runtime.device.map(Device.init)
  }

  /// The same without the folders of this machine.
  package var withoutFolders: RunPassport {
    func shown(_ input: Input) -> Input {
      guard let command = input.command?.map(PublicPath.setting) else {
        return Input(key: input.key, path: PublicPath.of(input.path), sha256: input.sha256)
      }
      let text = ExternalCommand(command).text
      return Input(key: input.key, path: text, sha256: input.sha256, command: command)
    }
    var passport = self
    passport.recipeFile = PublicPath.of(recipeFile)
    passport.overrides = overrides.map(PublicPath.setting)
    passport.data = data.map(shown)
    passport.tokenizer = tokenizer.map(shown)
    passport.initialWeights = initialWeights.map(shown)
    return passport
  }

  /// The passport that holds now of the run whose `run.json` is at `path`.
  /// - Throws: `FileError`, `RunFolderError.damaged`.
  package static func read(_ path: String) throws -> RunPassport { try RunHistory.read(path).current }

  /// The processor's model, as the system names it.
  package static var processorName: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    for line in text.split(separator: "\n") where line.hasPrefix("model name") {
      if let value = line.split(separator: ":", maxSplits: 1).last {
        return value.trimmingCharacters(in: .whitespaces)
      }
    }
    return "unknown"
  }
}
