SELECT set_config('role', 'casefeedback_projector', true)
