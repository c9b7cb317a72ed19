"""A PostgreSQL server of its own: in a temporary directory, on a socket there, gone at the end."""
import csv
import glob
import io
import os
import pwd
import shutil
import subprocess


class Server:
    def __init__(self, place, tools, user):
        self.place, self.tools, self.user = place, tools, user

    @classmethod
    def start(cls, work):
        """None where there is no server, or it does not start."""
        known = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
        tools = known[-1] if known else os.path.dirname(shutil.which("initdb") or "")
        if not tools:
            return None
        place = work / "postgres"
        place.mkdir()
        user = None
        # It refuses to run as root.
        if os.getuid() == 0:
            try:
                user = pwd.getpwnam("postgres")
            except KeyError:
                user = pwd.getpwnam("nobody")
            os.chown(place, user.pw_uid, user.pw_gid)
        own = cls(place, tools, user)
        try:
            own.run("initdb", "-D", place / "data", "-U", "huikuan", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
            quiet = f"-k {place} -c listen_addresses= -c fsync=off -c max_connections=4"
            own.run("pg_ctl", "-D", place / "data", "-o", quiet, "-l", place / "log", "-w", "-t", "30", "start")
        except (OSError, subprocess.SubprocessError) as error:
            print(f"postgresql: {error}\n{getattr(error, 'stderr', '') or ''}")
            return None
        return own

    def run(self, tool, *words):
        user = {} if self.user is None else {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        # Its output goes on as long as the server does: it must not be a pipe.
        with open(os.devnull, "w") as nowhere, open(os.path.join(self.place.parent, f"{tool}.log"), "w+") as said:
            done = subprocess.run([os.path.join(self.tools, tool), *map(str, words)], stdin=subprocess.DEVNULL, stdout=nowhere, stderr=said, cwd="/", timeout=60, **user)
            said.seek(0)
            if done.returncode:
                raise subprocess.CalledProcessError(done.returncode, tool, stderr=said.read())

    def psql(self, *words):
        psql = os.path.join(self.tools, "psql")
        command = [psql if os.path.exists(psql) else "psql", "-X", "-q", "-h", str(self.place), "-U", "huikuan", "-d", "postgres", "-v", "ON_ERROR_STOP=1", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"psql: {done.stderr}"
        return done.stdout

    def checks(self, cases, script):
        """Each company is loaded, the first of them twice; then each one's figures are compared, so that none disturbed another."""
        load = lambda case: self.psql("-v", f"company={case.name}", "-v", f"dir={case.tables}", "-f", script)
        loads = [lambda case=case: load(case) for case in [*cases, cases[0]]]
        ask = lambda case, question: list(csv.reader(io.StringIO(self.psql("--csv", "-t", "-c", f"{question} WHERE company = '{case.name}'"))))
        return [*loads, *(lambda case=case: case.expect_views(lambda question: ask(case, question)) for case in cases)]

    def stop(self):
        try:
            self.run("pg_ctl", "-D", self.place / "data", "-m", "immediate", "stop")
        except (OSError, subprocess.SubprocessError) as error:
            print(f"postgresql did not stop: {error}")
