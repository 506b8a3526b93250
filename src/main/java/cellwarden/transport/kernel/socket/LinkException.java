package cellwarden.transport.kernel.socket;

/// What goes wrong between here and a battery, before it has words for the user.
public final class LinkException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final int code;

  /// The first three are system calls that failed; the code is their error number, or 0 if the link
  /// has ended for no known reason.
  public enum Kind {
    /// A connect, refused at once by the kernel.
    CONNECT,
    /// A connect that failed later.
    CONNECTING,
    /// Any other.
    SYSTEM,
    /// Nothing came in time.
    SILENT,
    /// Packets came without end, and what was wanted was not among them in time.
    FLOODED,
    /// The battery refused a request, with a code of the attribute protocol.
    REFUSED,
    /// The device has nothing that carries JBD frames; the message says what it has.
    NOT_JBD
  }

  public LinkException(Kind kind, int code, String message) {
    super(message);
    this.kind = kind;
    this.code = code;
  }

  /// A system call failed.
  ///
  /// @param call that failed
  public static LinkException failed(Kind call, int errno) {
    return new LinkException(call, errno, call + ": " + Errno.words(errno));
  }

  public static LinkException silent() {
    return new LinkException(Kind.SILENT, 0, "no answer in time");
  }

  /// @param result of a system call, negative for an error number
  static int check(Kind call, int result) throws LinkException {
    if (result < 0) {
      throw failed(call, -result);
    }
    return result;
  }

  public Kind kind() {
    return kind;
  }

  public int code() {
    return code;
  }
}
