package cellwarden.transport.kernel;

/// What goes wrong between here and a battery, before it has words for the user.
abstract sealed class LinkException extends Exception {

  private static final long serialVersionUID = 1L;

  private LinkException(String message) {
    super(message);
  }

  /// A system call failed, or the link has ended.
  static final class Failed extends LinkException {
    private static final long serialVersionUID = 1L;
    private final Call call;
    private final int errno;

    /// What was called, as far as it makes a difference.
    enum Call {
      /// Before a connect.
      PREPARE,
      /// A connect, refused at once by the kernel.
      CONNECT,
      /// A connect that failed later.
      CONNECTING,
      /// On an open link.
      TRANSFER,
      /// On a management socket.
      MANAGE
    }

    /// @param errno 0 if the link has ended for no known reason
    Failed(Call call, int errno) {
      super(call + ": " + Errno.words(errno));
      this.call = call;
      this.errno = errno;
    }

    Call call() {
      return call;
    }

    int errno() {
      return errno;
    }
  }

  /// Nothing came in time.
  static final class Silent extends LinkException {
    private static final long serialVersionUID = 1L;

    Silent() {
      super("no answer in time");
    }
  }

  /// Packets came without end, and what was wanted was not among them in time.
  static final class Crowded extends LinkException {
    private static final long serialVersionUID = 1L;

    Crowded() {
      super("other packets without end");
    }
  }

  /// The battery refused a request.
  static final class Refused extends LinkException {
    private static final long serialVersionUID = 1L;
    private final int code;

    /// @param code of the attribute protocol
    Refused(int code) {
      super(AttError.words(code));
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /// The device has nothing that carries JBD frames.
  static final class Foreign extends LinkException {
    private static final long serialVersionUID = 1L;

    /// @param found services and characteristics
    Foreign(String found) {
      super(found);
    }
  }
}
