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
  Result<void> written;
  try {
    written = rows_->write(work);
  } catch (...) {
    set_writing({});
    handlers_.roll_back();
    throw;
  }
  set_writing({});
  written ? handlers_.commit() : handlers_.roll_back();
  return written;
}

Result<void> InlineRows::attach(std::string_view name, sql::InlineHandler handler) {
  const bool within_write = [&] {
    const std::lock_guard lock(writing_mutex_);
    return writing_ == std::this_thread::get_id();
  }();
  if (within_write) return handlers_.attach(name, std::move(handler));
  const std::lock_guard appending(appending_);
  if (closed_) return unexpected(store::closed());
  auto attached = handlers_.attach(name, std::move(handler));
  handlers_.commit();
  return attached;
}

}  // namespace cqrs::memory
