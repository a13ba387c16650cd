import Autograd

/// What programs that take turns ask for. Devices keep the temporaries of a run no longer than that run, so that there
/// is nothing to share.
final class XLAWorkspace: Workspace {
  let byteCount: Int

  init(byteCount: Int) { self.byteCount = byteCount }
}
