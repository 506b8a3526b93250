package cellwarden.transport.kernel;

/// Attribute handles from one to another, both included; none if they cross.
///
/// @param first 1 to 0x10000
/// @param last 0 to 0xFFFF
record HandleRange(int first, int last) {

  static final HandleRange ALL = new HandleRange(Att.FIRST_HANDLE, Att.LAST_HANDLE);

  boolean isEmpty() {
    return first > last;
  }

  boolean contains(int handle) {
    return handle >= first && handle <= last;
  }

  HandleRange after(int handle) {
    return new HandleRange(handle + 1, last);
  }
}
