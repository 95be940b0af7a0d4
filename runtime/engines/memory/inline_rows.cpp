#include "inline_rows.hpp"

#include "store/errors.hpp"

namespace cqrs::memory {

Result<void> InlineRows::write(sql::Work work) {
  const std::lock_guard appending(appending_);
  const auto set_writing = [&](std::thread::id thread) {
    const std::lock_guard lock(writing_mutex_);
    writing_ = thread;
  };
  set_writing(std::this_thread::get_id());
  attached_.reset();
  Result<void> written;
  try {
    written = rows_->write(work);
  } catch (...) {
    set_writing({});
    throw;
  }
  set_writing({});
  if (written && attached_) handler_ = *std::move(attached_);
  return written;
}

Result<void> InlineRows::attach(sql::InlineHandler handler) {
  const bool within_write = [&] {
    const std::lock_guard lock(writing_mutex_);
    return writing_ == std::this_thread::get_id();
  }();
  if (within_write) {
    attached_ = std::move(handler);
    return {};
  }
  const std::lock_guard appending(appending_);
  if (closed_) return unexpected(store::closed());
  handler_ = std::move(handler);
  return {};
}

}  // namespace cqrs::memory
