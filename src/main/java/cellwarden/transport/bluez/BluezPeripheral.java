package cellwarden.transport.bluez;

import cellwarden.transport.Connection;
import cellwarden.transport.Deadline;
import cellwarden.transport.OnFailure;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.bluez.bus.BluezBus;
import cellwarden.transport.bluez.bus.BusException;
import cellwarden.transport.bluez.bus.GattApplication;
import cellwarden.transport.bluez.bus.ObjectTree;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A battery on the air: this machine advertises as a JBD module, and whoever connects talks to the
/// battery at the end of a transport. One central at a time, as with a real module.
public final class BluezPeripheral implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BluezPeripheral.class);

  private static final BluezBus.Method DISCONNECT =
      new BluezBus.Method(ObjectTree.DEVICE, "Disconnect", "");

  /// What one notification of a module carries.
  private static final int NOTIFICATION = 20;

  private static final Duration ANSWER = Duration.ofSeconds(5);

  /// How soon an answer is passed on.
  private static final Duration TICK = Duration.ofMillis(5);

  private final BluezBus bus;
  private final Transport battery;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Thread thread =
      Thread.ofPlatform().name("peripheral").daemon().unstarted(this::run);
  private @Nullable GattApplication application;

  /// What a central did.
  private sealed interface Event {

    record Listening(boolean on) implements Event {}

    record Wrote(ByteBuffer bytes, String device) implements Event {}
  }

  private BluezPeripheral(BluezBus bus, Transport battery) {
    this.bus = bus;
    this.battery = battery;
  }

  /// Goes on the air.
  ///
  /// @param adapter such as `hci0`
  /// @param service 0xFF00 or 0xFFF0, as boards have it
  /// @param battery that answers
  /// @throws TransportException if that is not possible, with what is missing
  public static BluezPeripheral open(String adapter, int service, String name, Transport battery)
      throws TransportException, InterruptedException {
    String address = BluezBus.address(System.getenv());
    Deadline deadline = Deadline.in(ANSWER);
    try {
      BluezBus bus = BluezBus.open(address, deadline);
      try (OnFailure undo = new OnFailure(bus::close)) {
        bus.renew(deadline);
        String path = "/org/bluez/" + adapter;
        requireOn(bus, adapter, path);
        BluezPeripheral peripheral = new BluezPeripheral(bus, battery);
        peripheral.offer(path, new GattApplication.Module(service, name), deadline);
        peripheral.thread.start();
        return undo.keep(peripheral);
      }
    } catch (BusException e) {
      throw BluezTroubles.isGone(e)
          ? missing(adapter + " cannot be a peripheral, or this bluetoothd is too old for it")
          : BluezTroubles.anywhere(e);
    }
  }

  private static void requireOn(BluezBus bus, String adapter, String path)
      throws TransportException {
    if (!bus.tree().has(path)) {
      throw missing("there is no Bluetooth adapter " + adapter);
    }
    if (!bus.tree().is(path, "Powered")) {
      throw missing(adapter + " is switched off; switch it on with 'bluetoothctl power on'");
    }
  }

  private static TransportException missing(String what) {
    return new TransportException(TransportException.Kind.UNREACHABLE, what);
  }

  private void offer(String adapter, GattApplication.Module module, Deadline deadline)
      throws BusException, InterruptedException {
    application =
        GattApplication.register(
            bus,
            adapter,
            module,
            new GattApplication.Central() {
              @Override
              public void listening(boolean on) {
                events.add(new Event.Listening(on));
              }

              @Override
              public void wrote(byte[] bytes, String device) {
                events.add(new Event.Wrote(ByteBuffer.wrap(bytes), device));
              }
            },
            deadline);
  }

  private void run() {
    try {
      while (true) {
        if (events.take() instanceof Event.Wrote first) {
          converse(first);
        }
      }
    } catch (BusException e) {
      LOG.error("the battery is not on the air any more: {}", e.getMessage());
    } catch (InterruptedException e) {
      // The end.
    }
  }

  /// From the first request until the central leaves, or the battery hangs up.
  private void converse(Event.Wrote first) throws BusException, InterruptedException {
    try (Connection connection = battery.connect(ANSWER)) {
      @Nullable Event event = first;
      while (!(event instanceof Event.Listening(boolean on) && !on)) {
        if (event instanceof Event.Wrote wrote) {
          connection.send(wrote.bytes().array());
        }
        notify(connection.receive(TICK));
        event = events.poll();
      }
    } catch (TransportException e) {
      LOG.debug("{}", e.getMessage());
      bus.call(first.device(), DISCONNECT);
    }
  }

  private void notify(byte[] answer) throws BusException {
    for (int at = 0; at < answer.length && application != null; at += NOTIFICATION) {
      application.notify(
          Arrays.copyOfRange(answer, at, Math.min(answer.length, at + NOTIFICATION)));
    }
  }

  /// Goes off the air.
  @Override
  public void close() {
    thread.interrupt();
    bus.close();
  }
}
