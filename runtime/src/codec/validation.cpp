#include <cqrs/codec.hpp>

namespace cqrs::layout {

bool Validation::fail(const char* problem) noexcept {
  if (problem_ == nullptr) problem_ = problem;
  return false;
}

void Validation::in_field(const char* name) {
  const bool joined = path_.empty() || path_.front() == '[';
  path_.insert(0, joined ? std::string(name) : std::string(name) + ".");
}

void Validation::in_element(std::size_t index) {
  const bool joined = path_.empty() || path_.front() == '[';
  path_.insert(0, "[" + std::to_string(index) + "]" + (joined ? "" : "."));
}

bool Validation::enter() noexcept { return ++depth_ <= kMaxDepth || fail("it is nested too deeply"); }

Error Validation::error() const {
  const std::string problem = problem_ == nullptr ? "nothing is wrong" : problem_;
  return Error{ErrorCode::corruption, path_.empty() ? problem : path_ + ": " + problem};
}

}  // namespace cqrs::layout
