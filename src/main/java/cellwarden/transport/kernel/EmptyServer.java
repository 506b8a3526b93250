package cellwarden.transport.kernel;

/// Answers what the battery asks of us: a program without any attributes. Without an answer it
/// would wait for 30 s and end the link.
final class EmptyServer {

  private EmptyServer() {}

  static byte[] answer(byte[] request) {
    int opcode = Att.opcode(request);
    int handle = request.length >= 3 ? Att.u16(request, 1) : 0;
    return switch (opcode) {
      case Att.EXCHANGE_MTU_REQUEST -> Att.mtuResponse();
      case Att.FIND_INFORMATION_REQUEST,
          Att.FIND_BY_TYPE_VALUE_REQUEST,
          Att.READ_BY_TYPE_REQUEST,
          Att.READ_BY_GROUP_TYPE_REQUEST ->
          Att.errorResponse(opcode, handle, AttError.ATTRIBUTE_NOT_FOUND);
      case Att.READ_REQUEST, Att.WRITE_REQUEST ->
          Att.errorResponse(opcode, handle, AttError.INVALID_HANDLE);
      default -> Att.errorResponse(opcode, 0, AttError.REQUEST_NOT_SUPPORTED);
    };
  }
}
