print("casefeedback")
