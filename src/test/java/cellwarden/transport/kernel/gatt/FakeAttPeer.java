package cellwarden.transport.kernel.gatt;

import cellwarden.testing.Answers;
import cellwarden.testing.Reply;
import cellwarden.transport.kernel.socket.SocketPair;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A battery at the far end of a socket: an attribute table, answers to frames, and faults. Packets
/// are hex.
public final class FakeAttPeer {

  private static final HexFormat HEX = HexFormat.of();
  private static final int FRAGMENT = 20;

  private volatile AttributeTable table = AttributeTable.jbd();
  private volatile String notifications = "01ff";
  private volatile String requests = "02ff";
  private volatile Function<String, Reply> answers = Answers::to;
  private final Map<String, Reaction> reactions = new ConcurrentHashMap<>();
  private final List<String> received = new CopyOnWriteArrayList<>();

  /// What it does instead of answering from its table.
  @FunctionalInterface
  public interface Reaction {
    void to(String pdu, Wire wire);
  }

  public FakeAttPeer shows(AttributeTable attributes) {
    table = attributes;
    return this;
  }

  /// Which of its characteristics carry frames.
  public FakeAttPeer speaksOver(String notifying, String taking) {
    notifications = notifying;
    requests = taking;
    return this;
  }

  public FakeAttPeer answers(Function<String, Reply> frames) {
    answers = frames;
    return this;
  }

  /// Does something else from now on.
  ///
  /// @param opcode of the packets it reacts to, two digits
  public FakeAttPeer on(String opcode, Reaction reaction) {
    reactions.put(opcode, reaction);
    return this;
  }

  /// Answers from its table again.
  public void recover(String opcode) {
    reactions.remove(opcode);
  }

  /// All that it was sent and asked, on all links.
  public List<String> received() {
    return List.copyOf(received);
  }

  public void forgetReceived() {
    received.clear();
  }

  /// A new link to it.
  public Wire connect() {
    SocketPair pair = SocketPair.open();
    Wire wire = new Wire(pair);
    Thread.ofPlatform().daemon().name("att peer").start(wire::serve);
    return wire;
  }

  /// Its end of one link.
  public final class Wire {
    private final SocketPair pair;
    private boolean notifying;
    private volatile boolean up = true;

    private Wire(SocketPair pair) {
      this.pair = pair;
    }

    /// The other end.
    public SocketPair pair() {
      return pair;
    }

    public void send(String pdu) {
      pair.send(HEX.parseHex(pdu));
    }

    /// Sends one packet again and again until the other end is closed.
    public void flood(String pdu) {
      byte[] bytes = HEX.parseHex(pdu);
      boolean open = true;
      while (open) {
        open = pair.send(bytes);
      }
      hangUp();
    }

    /// Waits until there is another packet for it.
    public void awaitMore() {
      pair.awaitMore();
    }

    /// Ends the link as soon as the packet at hand is dealt with.
    public void hangUp() {
      up = false;
    }

    public boolean isUp() {
      return up;
    }

    private void serve() {
      byte[] buffer = new byte[64];
      while (up) {
        int count = pair.receive(buffer);
        up &= count > 0;
        if (up) {
          react(HEX.formatHex(buffer, 0, count));
        }
      }
      pair.hangUp();
    }

    private void react(String pdu) {
      received.add(pdu);
      Reaction reaction = reactions.get(pdu.substring(0, 2));
      if (reaction == null) {
        obey(pdu);
      } else {
        reaction.to(pdu, this);
      }
    }

    /// What a battery without faults does.
    public void obey(String pdu) {
      String answer = table.answer(pdu);
      if (!answer.isEmpty()) {
        send(answer);
      }
      if (pdu.startsWith("12") || pdu.startsWith("52")) {
        int handle = Integer.parseInt(pdu.substring(4, 6) + pdu.substring(2, 4), 16);
        written(handle, pdu.substring(6));
      }
    }

    private void written(int handle, String value) {
      if (table.holds(handle, "0229")) {
        notifying = !value.equals("0000");
      } else if (table.holds(handle, requests)) {
        answers.apply(value).arrivals().forEach(this::arrive);
      }
    }

    private void arrive(Reply.Arrival arrival) {
      if (arrival.fragment().isEmpty()) {
        hangUp();
      } else if (notifying) {
        byte[] bytes = arrival.fragment().get().toBytes();
        for (int from = 0; from < bytes.length; from += FRAGMENT) {
          notify(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + FRAGMENT)));
        }
      }
    }

    private void notify(byte[] fragment) {
      send("1b" + AttributeTable.u16(table.handleOf(notifications)) + HEX.formatHex(fragment));
    }
  }
}
