#include "child_process.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

[[noreturn]] void become(const std::vector<std::string>& command, const ChildProcess::Options& options, int output) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  for (const auto& [name, value] : options.environment) ::setenv(name.c_str(), value.c_str(), 1);
  const bool there = options.directory.empty() || ::chdir(options.directory.c_str()) == 0;
  if (there && ::dup2(output, STDOUT_FILENO) >= 0 && (!options.with_errors || ::dup2(output, STDERR_FILENO) >= 0)) {
    ::execvp(arguments.front(), arguments.data());
  }
  ::_exit(127);
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command, const Options& options) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  pid_ = ::fork();
  if (pid_ == 0) become(command, options, ends[1]);
  ::close(ends[1]);
  output_ = ends[0];
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) {
    kill();
    wait();
  }
  ::close(output_);
}

bool ChildProcess::fill() {
  std::array<char, 4096> chunk{};
  ssize_t got = 0;
  do {
    got = ::read(output_, chunk.data(), chunk.size());
  } while (got < 0 && errno == EINTR);
  if (got <= 0) return false;
  buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  return true;
}

std::optional<std::string> ChildProcess::read_line() {
  auto end = buffer_.find('\n');
  while (end == std::string::npos) {
    if (!fill()) return std::nullopt;
    end = buffer_.find('\n');
  }
  auto line = buffer_.substr(0, end);
  buffer_.erase(0, end + 1);
  return line;
}

std::string ChildProcess::read_all() {
  while (fill()) {
  }
  return std::exchange(buffer_, {});
}

void ChildProcess::kill() {
  if (pid_ > 0) ::kill(pid_, SIGKILL);
}

int ChildProcess::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
