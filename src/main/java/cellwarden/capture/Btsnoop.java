package cellwarden.capture;

import cellwarden.capture.CaptureLine.Kind;
import cellwarden.protocol.Payload;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads what phones (`btsnoop_hci.log`) and `btmon -w` record of all Bluetooth, and takes out of
/// it what is written to and notified by the attributes that carry frames of a BMS.
///
/// Format: RFC 1761 (snoop) with the changes that BlueZ describes in `src/shared/btsnoop.c`.
public final class Btsnoop {

  private static final byte[] START = "btsnoop\0".getBytes(StandardCharsets.US_ASCII);

  /// Packets without and with a byte in front that says their type; those of btmon, whose flags say
  /// it.
  private static final int UNENCAPSULATED = 1001;

  private static final int UART = 1002;
  private static final int MONITOR = 2001;

  private static final int ACL_TYPE = 2;
  private static final int MONITOR_ACL_SENT = 4;
  private static final int MONITOR_ACL_RECEIVED = 5;
  private static final int RECEIVED_FLAG = 1;
  private static final int COMMAND_FLAG = 2;

  /// Microseconds from the year 0 to 1970.
  private static final long EPOCH = 0x00dcddb30f2f8000L;

  /// An ACL packet has at most 65,535 bytes of data.
  private static final int LONGEST_PACKET = 1 << 17;

  private static final int CONTINUES = 1;
  private static final int ATTRIBUTE_CHANNEL = 4;
  private static final int ACL_HEADER = 4;
  private static final int L2CAP_HEADER = 4;
  private static final int VALUE_AT = L2CAP_HEADER + 3;

  private static final int WRITE_REQUEST = 0x12;
  private static final int WRITE_COMMAND = 0x52;
  private static final int NOTIFICATION = 0x1B;
  private static final int INDICATION = 0x1D;

  private record Direction(int link, boolean received) {}

  private record Value(CaptureLine line, int attribute) {}

  private final List<Value> values = new ArrayList<>();
  private final Map<Direction, ByteBuffer> incomplete = new HashMap<>();
  private boolean torn;

  private Btsnoop() {}

  /// What such a file holds.
  ///
  /// @param lines with the handles of the connections as links
  /// @param torn whether it ends within a packet, of which nothing is taken
  public record Recording(List<CaptureLine> lines, boolean torn) {}

  /// Whether this is such a file. Reads no byte more than it takes to know, and gives them back.
  ///
  /// @param in that takes as many bytes back as [#PUSHBACK]
  public static boolean startsAt(PushbackInputStream in) throws IOException {
    byte[] head = new byte[START.length];
    int count = 0;
    boolean same = true;
    while (same && count < head.length) {
      int next = in.read();
      same = next == START[count];
      if (next >= 0) {
        head[count++] = (byte) next;
      }
    }
    in.unread(head, 0, count);
    return same;
  }

  /// Bytes that [#startsAt] may have to give back.
  public static final int PUSHBACK = START.length;

  /// Reads all of it.
  ///
  /// @throws CaptureException if it is of a kind that is not known, has no such frames, or is too
  ///   long
  public static Recording read(InputStream in) throws IOException {
    Btsnoop reader = new Btsnoop();
    reader.readPackets(new DataInputStream(in));
    List<CaptureLine> lines = reader.linesWithFrames();
    if (lines.isEmpty()) {
      throw new CaptureException(
          "holds no frames of a JBD BMS among "
              + reader.values.size()
              + " values of Bluetooth attributes; record it while the phone app shows the battery");
    }
    return new Recording(lines, reader.torn);
  }

  private void readPackets(DataInputStream in) throws IOException {
    try {
      in.skipNBytes(START.length + Integer.BYTES);
      int type = in.readInt();
      if (type != UNENCAPSULATED && type != UART && type != MONITOR) {
        throw new CaptureException(
            "holds packets of the kind "
                + type
                + ", which Cellwarden does not know; record with the phone's HCI snoop log or with 'btmon -w'");
      }
      while (true) {
        int first = in.read();
        if (first < 0) {
          return;
        }
        in.skipNBytes(Integer.BYTES - 1L);
        int size = in.readInt();
        int flags = in.readInt();
        in.skipNBytes(Integer.BYTES);
        Instant time = Instant.EPOCH.plus(in.readLong() - EPOCH, ChronoUnit.MICROS);
        if (size < 0 || size > LONGEST_PACKET) {
          torn = true;
          return;
        }
        byte[] packet = new byte[size];
        in.readFully(packet);
        packet(type, flags, time, ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN));
        CaptureException.refuseMore(values.size(), "values of Bluetooth attributes");
      }
    } catch (EOFException e) {
      torn = true;
    }
  }

  private void packet(int type, int flags, Instant time, ByteBuffer packet) {
    boolean received = (flags & RECEIVED_FLAG) != 0;
    boolean acl =
        switch (type) {
          case UNENCAPSULATED -> (flags & COMMAND_FLAG) == 0;
          case UART -> packet.hasRemaining() && packet.get() == ACL_TYPE;
          default -> {
            int code = flags & 0xFFFF;
            received = code == MONITOR_ACL_RECEIVED;
            yield received || code == MONITOR_ACL_SENT;
          }
        };
    if (acl && packet.remaining() >= ACL_HEADER) {
      int handle = Short.toUnsignedInt(packet.getShort());
      packet.getShort();
      boolean continues = (handle >> 12 & 3) == CONTINUES;
      fragment(new Direction(handle & 0xFFF, received), continues, time, packet);
    }
  }

  /// What is longer than a packet of the controller comes in several.
  private void fragment(Direction direction, boolean continues, Instant time, ByteBuffer data) {
    ByteBuffer whole = incomplete.remove(direction);
    if (!continues) {
      if (data.remaining() < L2CAP_HEADER) {
        return;
      }
      int size = L2CAP_HEADER + Short.toUnsignedInt(data.getShort(data.position()));
      whole = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
    if (whole == null || data.remaining() > whole.remaining()) {
      return;
    }
    whole.put(data);
    if (whole.hasRemaining()) {
      incomplete.put(direction, whole);
    } else {
      attribute(direction, time, whole.flip());
    }
  }

  private void attribute(Direction direction, Instant time, ByteBuffer packet) {
    if (packet.limit() <= VALUE_AT || packet.getShort(2) != ATTRIBUTE_CHANNEL) {
      return;
    }
    int code = packet.get(L2CAP_HEADER);
    boolean carries =
        direction.received()
            ? code == NOTIFICATION || code == INDICATION
            : code == WRITE_REQUEST || code == WRITE_COMMAND;
    if (carries) {
      Kind kind = direction.received() ? Kind.RECEIVED : Kind.SENT;
      byte[] value = new byte[packet.limit() - VALUE_AT];
      packet.get(VALUE_AT, value);
      int handle = Short.toUnsignedInt(packet.getShort(L2CAP_HEADER + 1));
      values.add(
          new Value(new CaptureLine(time, direction.link(), kind, Payload.of(value)), handle));
    }
  }

  /// Of an attribute that carried a frame, everything; other attributes are other devices' or other
  /// matters.
  private List<CaptureLine> linesWithFrames() {
    record Attribute(int link, int handle) {}
    Map<Attribute, CapturedFrames> streams = new HashMap<>();
    Set<Attribute> carriers = new HashSet<>();
    for (Value value : values) {
      Attribute attribute = new Attribute(value.line().link(), value.attribute());
      CapturedFrames frames = streams.computeIfAbsent(attribute, _ -> new CapturedFrames());
      if (CapturedFrames.hasFrame(frames.feed(value.line()))) {
        carriers.add(attribute);
      }
    }
    return values.stream()
        .filter(value -> carriers.contains(new Attribute(value.line().link(), value.attribute())))
        .map(Value::line)
        .toList();
  }
}
