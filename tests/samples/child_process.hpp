#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

/// A program started by a test, and what it says on standard output (and, if asked for, on standard error too). Killed
/// and waited for when it goes out of scope.
class ChildProcess {
 public:
  struct Options {
    std::string directory = {};                           ///< where it runs; empty: here
    std::map<std::string, std::string> environment = {};  ///< on top of ours
    bool with_errors = false;                             ///< take in standard error, too
  };

  /// Throws std::system_error when the program cannot be started.
  ChildProcess(const std::vector<std::string>& command, const Options& options);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();

  /// The next line without its end; none when the program has closed its output. A last line without an end does not
  /// count: its writer may have been interrupted.
  std::optional<std::string> read_line();

  /// Everything up to the end of its output.
  std::string read_all();

  /// SIGKILL. It may have ended before.
  void kill();

  /// Its exit code, or 128 plus the signal that ended it.
  int wait();

 private:
  bool fill();

  pid_t pid_ = -1;
  int output_ = -1;
  std::string buffer_;
};
