"""Somebody at a terminal."""
import os
import pty


def at_a_terminal(command, answers, status=0):
    """Types each answer once its question stands there; what the terminal showed.

    `answers` are pairs of a part of the question and what is typed."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    answers, seen, shown = list(answers), b"", b""
    while True:
        try:
            more = os.read(terminal, 1000)
        except OSError:
            break  # the end, on Linux
        if not more:
            break
        shown += more
        seen += more
        if answers and answers[0][0].encode() in seen and seen.rstrip(b" ").endswith(b":"):
            os.write(terminal, answers.pop(0)[1].encode() + b"\n")
            seen = b""
    ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    text = shown.decode(errors="replace").replace("\r\n", "\n")
    assert ended == status and not answers, "status %d, not asked: %s\n%s" % (ended, answers, text)
    return text
