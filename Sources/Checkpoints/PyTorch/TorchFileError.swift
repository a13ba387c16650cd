import Diagnostics

/// What can be wrong with a file by `torch.save`.
package struct TorchFileError: UserError, Equatable {
  /// The kinds of fault.
  package enum Reason: Equatable, Sendable {
    /// Neither a zip file nor the pickles of PyTorch before 1.6.
    case otherFormat
    /// The zip file's end, or a storage's, is missing.
    case truncated
    /// The zip file contradicts itself.
    case damagedZip(String)
    /// An entry that is to be read is compressed or encrypted.
    case unreadableEntry(String, String)
    /// The zip file holds no `data.pkl`, or several.
    case noPickle
    /// The file holds a program (TorchScript), not a dictionary of weights.
    case program
    /// The elements are written with their highest byte first.
    case bigEndian
    /// The pickle mentions something that is no part of a tensor; it could have been made to run.
    case forbiddenName(String)
    /// The pickle has an instruction that no tensor needs.
    case forbiddenInstruction(String, at: Int)
    /// The pickle is cut, or contradicts itself.
    case malformedPickle(String, at: Int)
    /// The pickle's value is no dictionary of weights.
    case notADictionary(found: String)
    /// A weight's name is no text.
    case nameIsNoText(found: String)
    /// What is under a name is no tensor.
    case notATensor(name: String, found: String)
    /// Two tensors have this name.
    case duplicateName(String)
    /// The file does not hold the elements of a tensor.
    case noStorage(tensor: String, key: String)
    /// The file holds fewer elements of a tensor's storage than the pickle says.
    case shortStorage(tensor: String, elements: Int, bytes: Int)
    /// A tensor's elements lie outside its storage.
    case outsideStorage(tensor: String, shape: [Int])
  }

  /// The file's path.
  package let path: String
  /// What is wrong.
  package let reason: Reason

  /// A fault in the file at `path`.
  package init(_ path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// The kind of failure.
  package var category: FailureCategory { .data }

  /// The file, and the tensor that is at fault.
  package var location: SourceLocation? {
    switch reason {
    case .noStorage(let name, _), .shortStorage(let name, _, _), .outsideStorage(let name, _),
      .notATensor(let name, _):
      SourceLocation(file: path, field: name)
    default: SourceLocation(file: path)
    }
  }

  /// What is wrong.
  package var problem: String {
    switch reason {
    case .otherFormat: "is no file by torch.save: it is neither a zip file nor PyTorch's older format"
    case .truncated: "is cut off: its end is missing"
    case .damagedZip(let reason): "is a damaged zip file: \(reason)"
    case .unreadableEntry(let name, let how): "its entry '\(name)' is \(how), which PyTorch never does"
    case .noPickle: "is a zip file, but not by torch.save: it does not hold one 'data.pkl' in one folder"
    case .program: "is a TorchScript program, not a model's weights"
    case .bigEndian: "was written on a big-endian machine"
    case .forbiddenName(let name):
      "its pickle wants '\(name)', which is no part of a tensor; nothing of it was run"
    case .forbiddenInstruction(let name, let offset):
      "its pickle has the instruction \(name) at byte \(offset), which no tensor needs; nothing of it was run"
    case .malformedPickle(let reason, let offset): "its pickle is malformed near byte \(offset): \(reason)"
    case .notADictionary(let found): "holds \(found), not a dictionary of weights by name"
    case .nameIsNoText(let found): "a weight is named by \(found), not by a text"
    case .notATensor(_, let found): "is \(found), not a tensor"
    case .duplicateName(let name): "holds two tensors '\(name)'"
    case .noStorage(_, let key): "the file does not hold its elements (storage '\(key)')"
    case .shortStorage(_, let elements, let bytes):
      "its storage is to have \(elements) elements, but the file has only \(bytes) bytes of it"
    case .outsideStorage(_, let shape): "its shape \(shape) and strides lead out of its storage"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch reason {
    case .otherFormat, .truncated, .damagedZip, .shortStorage, .noStorage, .malformedPickle:
      "Copy or download it again."
    case .forbiddenName, .forbiddenInstruction:
      "Do not open this file elsewhere unless you trust whoever made it. If you do, write the model's "
        + "state_dict() alone with safetensors.torch.save_file."
    case .notADictionary, .nameIsNoText, .notATensor:
      "Is this a training checkpoint? Save the model's state_dict() alone, as save_pretrained of "
        + "transformers does."
    case .unreadableEntry, .noPickle, .program, .bigEndian, .duplicateName, .outsideStorage:
      "Load it with transformers where it can be loaded, and save it with save_pretrained, which writes "
        + "safetensors."
    }
  }
}
